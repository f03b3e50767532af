/*
 * ssoconfig.exe and entsso.exe of a simulated host: which one it is, its file name says. It owns what only a Windows program
 * can: its console, its handles, its exit code. What to do with them, the simulated host says.
 */
#include "wire.h"

#include <conio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define LONGEST_PATH 1024
#define LONGEST_LINE 4096
#define HANG_MILLISECONDS (600 * 1000)

static void print(DWORD handle, const void *bytes, DWORD length) {
    const BYTE *next = bytes;
    DWORD written = 0;
    while (length > 0 && WriteFile(GetStdHandle(handle), next, length, &written, NULL) && written > 0) {
        next += written;
        length -= written;
    }
}

/* A console of its own or its parent's, wherever standard input leads: that is what _getwch reads. */
static BYTE has_console(void) {
    HANDLE console = CreateFileW(
            L"CONIN$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    if (console == INVALID_HANDLE_VALUE) {
        return 0;
    }
    CloseHandle(console);
    return 1;
}

static void forget(void) {
    while (_kbhit()) {
        _getwch();
    }
}

static BOOL answer_line(Wire *wire, BYTE shows) {
    wchar_t line[LONGEST_LINE];
    DWORD count = 0;
    for (wint_t key = _getwch(); key != L'\r'; key = _getwch()) {
        if (key == WEOF) {
            return FALSE;
        }
        if (key == L'\b') {
            if (count > 0) {
                count--;
                if (shows != 'n') {
                    _cputws(L"\b \b");
                }
            }
        } else if (count < LONGEST_LINE) {
            line[count++] = (wchar_t) key;
            if (shows != 'n') {
                _putwch(shows == 'a' ? L'*' : (wchar_t) key);
            }
        }
    }
    BOOL answered = wire_answer(wire, line, count * sizeof *line);
    SecureZeroMemory(line, sizeof line);
    return answered;
}

/* Starts a child that holds the same standard output, and stays with it until both are killed. */
static void hang(void) {
    wchar_t path[LONGEST_PATH];
    wchar_t command[] = L"child";
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION child;
    SetConsoleCtrlHandler(NULL, TRUE);
    GetModuleFileNameW(NULL, path, LONGEST_PATH);
    CreateProcessW(path, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &child);
    Sleep(HANG_MILLISECONDS);
}

/* Does what it is told until it is told to end. */
static int obey(Wire *wire) {
    BOOL goes_on = TRUE;
    while (goes_on) {
        char frame = wire_next(wire);
        switch (frame) {
            case 'q':
                return (int) wire_number(wire);
            case 'o':
                print(STD_OUTPUT_HANDLE, wire->bytes, wire->length);
                break;
            case 'e':
                print(STD_ERROR_HANDLE, wire->bytes, wire->length);
                break;
            case 'p':
                _cputws((const wchar_t *) wire->bytes);
                break;
            case 'f':
                forget();
                break;
            case 'h':
                hang();
                return EXIT_FAILURE;
            case 'c': {
                BYTE console = has_console();
                goes_on = wire_answer(wire, &console, sizeof console);
                break;
            }
            case 'l':
                goes_on = answer_line(wire, wire->bytes[0]);
                break;
            default:
                goes_on = wire_serve(wire, frame);
        }
    }
    return EXIT_FAILURE;
}

/* "ssoconfig" of C:\...\ssoconfig.exe; "child" of a process that was started as one. */
static void name_of(const wchar_t *called, wchar_t name[LONGEST_PATH]) {
    wchar_t path[LONGEST_PATH];
    GetModuleFileNameW(NULL, path, LONGEST_PATH);
    const wchar_t *file = wcscmp(called, L"child") == 0 ? called : wcsrchr(path, L'\\') + 1;
    wcscpy(name, file);
    wchar_t *extension = wcsrchr(name, L'.');
    if (extension != NULL) {
        *extension = L'\0';
    }
}

int wmain(int count, wchar_t **arguments) {
    wchar_t name[LONGEST_PATH];
    wchar_t file[LONGEST_PATH];
    name_of(arguments[0], name);
    if (wcscmp(name, L"ssoconfig") == 0 && count == 3 && GetFullPathNameW(arguments[2], LONGEST_PATH, file, NULL) > 0) {
        arguments[2] = file;
    }
    Wire wire;
    int exit_code = EXIT_FAILURE;
    if (wire_open(&wire, NULL, name, count - 1, (const wchar_t *const *) arguments + 1)) {
        exit_code = obey(&wire);
    }
    wire_close(&wire);
    return exit_code;
}
