/* Rust's programs ask Windows for random numbers by this name. Wine 8 knows only the older one. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(void *bytes, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(unsigned char *bytes, SIZE_T length) {
    return SystemFunction036(bytes, (ULONG)length);
}
