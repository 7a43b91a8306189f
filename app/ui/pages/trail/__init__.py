"""修改记录: who did what, and what stood there before."""
