/* What native programs speak with the simulated host; the Javadoc of NativeTools describes it. */
#ifndef WIRE_H
#define WIRE_H

#include <winsock2.h>
#include <windows.h>

typedef struct {
    SOCKET socket;
    BYTE *bytes;
    DWORD length;
} Wire;

/* Connects to the simulated host that the file beside this module names, and says hello; FALSE if there is none. */
BOOL wire_open(Wire *wire, HMODULE module, const wchar_t *tool, int count, const wchar_t *const *arguments);

/* Waits for the next frame, keeps what is in it, and returns its letter; 0 at the end. */
char wire_next(Wire *wire);

BOOL wire_answer(Wire *wire, const void *bytes, DWORD length);

BOOL wire_answer_number(Wire *wire, DWORD number);

/* The number in a frame. */
DWORD wire_number(const Wire *wire);

/* Does what only concerns files and the registry; FALSE if a frame is something else. */
BOOL wire_serve(Wire *wire, char frame);

void wire_close(Wire *wire);

#endif
