/* bcryptprimitives.dll for Wine before 9: random bytes for the compiled part of cryptography.
 *
 * Rust programs ask ProcessPrng for them since Windows 10; Wine 8 has no such library. What Wine
 * has is the older function for the same purpose, which advapi32 exports under a number only.
 */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* known as RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length)
{
    return SystemFunction036(buffer, (ULONG)length);
}

BOOL WINAPI DllMain(HINSTANCE library, DWORD reason, LPVOID reserved)
{
    (void)library, (void)reason, (void)reserved;
    return TRUE;
}
