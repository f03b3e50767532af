/*
 * relay.exe PROGRAM [ARGUMENT...]: starts a Windows program whose standard input is a pipe of Windows' own. One that a Wine
 * process inherits from Linux can be read, but not be asked how much is in it.
 */
#include <windows.h>

#include <stdlib.h>
#include <wchar.h>

typedef struct {
    HANDLE from;
    HANDLE to;
} Copying;

static DWORD WINAPI copy(void *argument) {
    const Copying *copying = argument;
    BYTE buffer[16384];
    DWORD got = 0;
    BOOL goes_on = TRUE;
    while (goes_on && ReadFile(copying->from, buffer, sizeof buffer, &got, NULL) && got > 0) {
        DWORD put = 0;
        goes_on = WriteFile(copying->to, buffer, got, &put, NULL);
    }
    CloseHandle(copying->to);
    return 0;
}

/* The command line without this program's own name, which has no quotes in it. */
static wchar_t *rest(wchar_t *line) {
    wchar_t end = *line == L'"' ? L'"' : L' ';
    wchar_t *space = wcschr(line + 1, end);
    return space == NULL ? NULL : space + 1 + wcsspn(space + 1, L" ");
}

int main(void) {
    SECURITY_ATTRIBUTES inherited = {.nLength = sizeof inherited, .bInheritHandle = TRUE};
    HANDLE input = NULL;
    Copying copying = {.from = GetStdHandle(STD_INPUT_HANDLE)};
    if (!CreatePipe(&input, &copying.to, &inherited, 0)) {
        return EXIT_FAILURE;
    }
    SetHandleInformation(copying.to, HANDLE_FLAG_INHERIT, 0);
    STARTUPINFOW startup = {
            .cb = sizeof startup,
            .dwFlags = STARTF_USESTDHANDLES,
            .hStdInput = input,
            .hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE),
            .hStdError = GetStdHandle(STD_ERROR_HANDLE)};
    PROCESS_INFORMATION program;
    if (!CreateProcessW(NULL, rest(GetCommandLineW()), NULL, NULL, TRUE, 0, NULL, NULL, &startup, &program)) {
        return EXIT_FAILURE;
    }
    CloseHandle(input);
    CreateThread(NULL, 0, copy, &copying, 0, NULL);
    WaitForSingleObject(program.hProcess, INFINITE);
    DWORD exit_code = EXIT_FAILURE;
    GetExitCodeProcess(program.hProcess, &exit_code);
    return (int) exit_code;
}
