"""练习数据: generated people and the main job run on them from beginning to end."""
