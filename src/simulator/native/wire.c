#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST (16 * 1024 * 1024)
#define LONGEST_PATH 1024

/* So many bytes of a file are written first, and the rest so many milliseconds later. */
#define FIRST 100
#define SLOWLY 3000

static BOOL send_all(const Wire *wire, const void *bytes, DWORD length) {
    const char *next = bytes;
    while (length > 0) {
        int sent = send(wire->socket, next, (int) length, 0);
        if (sent <= 0) {
            return FALSE;
        }
        next += sent;
        length -= (DWORD) sent;
    }
    return TRUE;
}

static BOOL receive_all(const Wire *wire, void *bytes, DWORD length) {
    char *next = bytes;
    while (length > 0) {
        int received = recv(wire->socket, next, (int) length, 0);
        if (received <= 0) {
            return FALSE;
        }
        next += received;
        length -= (DWORD) received;
    }
    return TRUE;
}

static BOOL send_frame(const Wire *wire, char frame, const void *bytes, DWORD length) {
    BYTE head[5] = {(BYTE) frame, (BYTE) length, (BYTE) (length >> 8), (BYTE) (length >> 16), (BYTE) (length >> 24)};
    return send_all(wire, head, sizeof head) && send_all(wire, bytes, length);
}

/* The port and the token in the file beside the module. */
static BOOL address(HMODULE module, unsigned *port, char token[64]) {
    wchar_t path[LONGEST_PATH];
    DWORD length = GetModuleFileNameW(module, path, LONGEST_PATH);
    wchar_t *name = length > 0 && length < LONGEST_PATH ? wcsrchr(path, L'\\') : NULL;
    if (name == NULL || name + wcslen(L"\\simulator.txt") >= path + LONGEST_PATH) {
        return FALSE;
    }
    wcscpy(name, L"\\simulator.txt");
    FILE *file = _wfopen(path, L"r");
    if (file == NULL) {
        return FALSE;
    }
    BOOL read = fscanf(file, "%u %63s", port, token) == 2;
    fclose(file);
    return read;
}

static BOOL connect_to(Wire *wire, unsigned port) {
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0) {
        return FALSE;
    }
    wire->socket = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    if (wire->socket == INVALID_SOCKET) {
        return FALSE;
    }
    /* A child must not keep the connection of its parent open. */
    SetHandleInformation((HANDLE) wire->socket, HANDLE_FLAG_INHERIT, 0);
    /* A frame is sent in two parts: the second one must not wait until the first one has arrived. */
    BOOL at_once = TRUE;
    setsockopt(wire->socket, IPPROTO_TCP, TCP_NODELAY, (const char *) &at_once, sizeof at_once);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((u_short) port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(wire->socket, (struct sockaddr *) &to, sizeof to) == 0;
}

BOOL wire_open(Wire *wire, HMODULE module, const wchar_t *tool, int count, const wchar_t *const *arguments) {
    unsigned port = 0;
    char token[64] = "";
    *wire = (Wire){.socket = INVALID_SOCKET};
    if (!address(module, &port, token) || !connect_to(wire, port)) {
        return FALSE;
    }
    size_t length = strlen(token) + wcslen(tool) + 16;
    for (int i = 0; i < count; i++) {
        length += wcslen(arguments[i]) + 1;
    }
    wchar_t *hello = malloc(length * sizeof *hello);
    if (hello == NULL) {
        return FALSE;
    }
    int used = swprintf(hello, length, L"%hs%lc%ls%lc%lu", token, L'\1', tool, L'\1', GetCurrentProcessId());
    for (int i = 0; i < used; i++) {
        hello[i] = hello[i] == L'\1' ? L'\0' : hello[i];
    }
    hello[used++] = L'\0';
    for (int i = 0; i < count; i++) {
        wcscpy(hello + used, arguments[i]);
        used += (int) wcslen(arguments[i]) + 1;
    }
    BOOL sent = send_frame(wire, 'H', hello, (DWORD) used * sizeof *hello);
    free(hello);
    return sent;
}

char wire_next(Wire *wire) {
    BYTE head[5];
    if (!receive_all(wire, head, sizeof head)) {
        return 0;
    }
    DWORD length = head[1] | (DWORD) head[2] << 8 | (DWORD) head[3] << 16 | (DWORD) head[4] << 24;
    free(wire->bytes);
    /* A zero character more, so that a text can be read as one. */
    wire->bytes = length > LONGEST ? NULL : calloc(length + sizeof(wchar_t), 1);
    wire->length = length;
    return wire->bytes != NULL && receive_all(wire, wire->bytes, length) ? (char) head[0] : 0;
}

BOOL wire_answer(Wire *wire, const void *bytes, DWORD length) {
    return send_frame(wire, 'A', bytes, length);
}

BOOL wire_answer_number(Wire *wire, DWORD number) {
    return wire_answer(wire, &number, sizeof number);
}

DWORD wire_number(const Wire *wire) {
    DWORD number = 0;
    memcpy(&number, wire->bytes, min(sizeof number, wire->length));
    return number;
}

static BOOL exists(Wire *wire) {
    BYTE is = GetFileAttributesW((const wchar_t *) wire->bytes) != INVALID_FILE_ATTRIBUTES;
    return wire_answer(wire, &is, sizeof is);
}

static BOOL read_file(Wire *wire) {
    BYTE none = 0;
    HANDLE file = CreateFileW(
            (const wchar_t *) wire->bytes, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    DWORD size = file == INVALID_HANDLE_VALUE ? INVALID_FILE_SIZE : GetFileSize(file, NULL);
    BYTE *content = size > LONGEST ? NULL : malloc(size + 1);
    DWORD got = 0;
    BOOL read = content != NULL && ReadFile(file, content + 1, size, &got, NULL);
    if (file != INVALID_HANDLE_VALUE) {
        CloseHandle(file);
    }
    if (read) {
        content[0] = 1;
    }
    BOOL answered = read ? wire_answer(wire, content, got + 1) : wire_answer(wire, &none, sizeof none);
    free(content);
    return answered;
}

/* What is left to write of a file. */
typedef struct {
    HANDLE file;
    DWORD length;
    BYTE bytes[];
} Rest;

static DWORD WINAPI write_rest(void *parameter) {
    Rest *rest = parameter;
    DWORD written = 0;
    Sleep(SLOWLY);
    WriteFile(rest->file, rest->bytes, rest->length, &written, NULL);
    CloseHandle(rest->file);
    free(rest);
    return 0;
}

/* Who writes on seconds later lets others read, as most programs do. */
static BOOL write_file(Wire *wire, DWORD at_once) {
    const wchar_t *path = (const wchar_t *) wire->bytes;
    DWORD begin = (DWORD) (wcslen(path) + 1) * sizeof *path;
    DWORD length = wire->length - begin;
    DWORD first = min(length, at_once);
    DWORD share = first < length ? FILE_SHARE_READ | FILE_SHARE_WRITE : 0;
    HANDLE file = CreateFileW(path, GENERIC_WRITE, share, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    DWORD error = file == INVALID_HANDLE_VALUE ? GetLastError() : ERROR_SUCCESS;
    if (error == ERROR_SUCCESS) {
        DWORD written = 0;
        if (!WriteFile(file, wire->bytes + begin, first, &written, NULL)) {
            error = GetLastError();
        }
        Rest *rest = first < length ? malloc(sizeof *rest + length - first) : NULL;
        if (rest != NULL) {
            rest->file = file;
            rest->length = length - first;
            memcpy(rest->bytes, wire->bytes + begin + first, rest->length);
            /* The module must not be unloaded meanwhile. */
            HMODULE self;
            GetModuleHandleExW(
                    GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (LPCWSTR) write_rest, &self);
            CloseHandle(CreateThread(NULL, 0, write_rest, rest, 0, NULL));
        } else {
            CloseHandle(file);
        }
    }
    return wire_answer_number(wire, error);
}

/* The secrets themselves are not here: nobody who is tested may read them. */
static DWORD make_key(const wchar_t *path) {
    HKEY key;
    DWORD error = (DWORD) RegCreateKeyExW(
            HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_WRITE | KEY_WOW64_64KEY, NULL, &key, NULL);
    if (error == ERROR_SUCCESS) {
        RegCloseKey(key);
    }
    return error;
}

/* Keys that go, with all below them, up to an empty text; then keys that are made. */
static BOOL register_keys(Wire *wire) {
    const wchar_t *path = (const wchar_t *) wire->bytes;
    const wchar_t *end = (const wchar_t *) (wire->bytes + wire->length);
    DWORD error = ERROR_SUCCESS;
    for (; error == ERROR_SUCCESS && path < end && *path != L'\0'; path += wcslen(path) + 1) {
        error = (DWORD) RegDeleteTreeW(HKEY_LOCAL_MACHINE, path);
        error = error == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : error;
    }
    for (path++; error == ERROR_SUCCESS && path < end; path += wcslen(path) + 1) {
        error = make_key(path);
    }
    return wire_answer_number(wire, error);
}

BOOL wire_serve(Wire *wire, char frame) {
    switch (frame) {
        case 'x':
            return exists(wire);
        case 'r':
            return read_file(wire);
        case 'w':
            return write_file(wire, MAXDWORD);
        case 'b':
            return write_file(wire, FIRST);
        case 'k':
            return register_keys(wire);
        default:
            return FALSE;
    }
}

void wire_close(Wire *wire) {
    if (wire->socket != INVALID_SOCKET) {
        closesocket(wire->socket);
    }
    free(wire->bytes);
    *wire = (Wire){.socket = INVALID_SOCKET};
}
