/*
 * wevtapi.dll of a simulated host: the part of the event log that is needed to query a channel. The records come from the
 * simulated host, which also evaluates the query. Whatever Windows documents as wrong, it refuses.
 */
#include "wire.h"

#include <stdlib.h>
#include <wchar.h>
#include <winevt.h>

typedef enum { QUERY, EVENT, SYSTEM_CONTEXT, USER_CONTEXT, CONFIG, LOG } Kind;

/* What a handle points at. Those that are open are on a list, so that others can be told. */
typedef struct Object {
    struct Object *next;
    Kind kind;
    /* Of a query. */
    Wire wire;
    HANDLE cancelled;
    BOOL ended;
    DWORD error;
    /* Of an event, a channel or a log: its texts, one after the other, and where they end. */
    wchar_t *texts;
    const wchar_t *end;
} Object;

static HINSTANCE module;
static CRITICAL_SECTION lock;
static Object *objects;

static Object *make(Kind kind) {
    Object *made = calloc(1, sizeof *made);
    if (made != NULL) {
        made->kind = kind;
        EnterCriticalSection(&lock);
        made->next = objects;
        objects = made;
        LeaveCriticalSection(&lock);
    }
    return made;
}

static Object *find(EVT_HANDLE handle, Kind kind) {
    EnterCriticalSection(&lock);
    Object *found = objects;
    while (found != NULL && found != handle) {
        found = found->next;
    }
    LeaveCriticalSection(&lock);
    return found != NULL && found->kind == kind ? found : NULL;
}

static BOOL fail(DWORD error) {
    SetLastError(error);
    return FALSE;
}

/* Waits for what the simulated host has to say: records, a question for how many ('n'), or how it ends. */
static char await(Object *query) {
    char frame = wire_next(&query->wire);
    if (WaitForSingleObject(query->cancelled, 0) == WAIT_OBJECT_0) {
        query->ended = TRUE;
        query->error = ERROR_CANCELLED;
    } else if (frame == 'q' || frame == 0) {
        query->ended = TRUE;
        query->error = frame == 'q' ? wire_number(&query->wire) : RPC_S_SERVER_UNAVAILABLE;
    }
    return query->ended ? 'q' : frame;
}

EVT_HANDLE WINAPI EvtQuery(EVT_HANDLE session, LPCWSTR path, LPCWSTR text, DWORD flags) {
    DWORD direction = flags & ~(DWORD) EvtQueryChannelPath;
    if (session != NULL || path == NULL || (flags & EvtQueryChannelPath) == 0
            || (direction != EvtQueryForwardDirection && direction != EvtQueryReverseDirection)) {
        return fail(ERROR_INVALID_PARAMETER), NULL;
    }
    Object *query = make(QUERY);
    if (query == NULL) {
        return fail(ERROR_OUTOFMEMORY), NULL;
    }
    query->cancelled = CreateEventW(NULL, TRUE, FALSE, NULL);
    const wchar_t *arguments[] = {
            path, text == NULL ? L"*" : text, direction == EvtQueryReverseDirection ? L"reverse" : L"forward"};
    if (!wire_open(&query->wire, module, L"wevtapi", 3, arguments)) {
        EvtClose(query);
        return fail(RPC_S_SERVER_UNAVAILABLE), NULL;
    }
    /* The host asks how many records are wanted, unless it refuses the query. */
    if (await(query) == 'q') {
        DWORD error = query->error;
        EvtClose(query);
        return fail(error), NULL;
    }
    return query;
}

/* A copy of one record: how many texts it has, then these. Moves on to the next one. */
static Object *event(const wchar_t **next) {
    int count = (int) wcstol(*next, NULL, 10);
    const wchar_t *begin = *next + wcslen(*next) + 1;
    const wchar_t *end = begin;
    for (int i = 0; i < count; i++) {
        end += wcslen(end) + 1;
    }
    *next = end;
    Object *made = make(EVENT);
    size_t length = (size_t) (end - begin);
    made->texts = malloc((length + 1) * sizeof *begin);
    memcpy(made->texts, begin, length * sizeof *begin);
    made->end = made->texts + length;
    return made;
}

BOOL WINAPI EvtNext(EVT_HANDLE set, DWORD size, EVT_HANDLE *events, DWORD timeout, DWORD flags, DWORD *returned) {
    (void) timeout;
    Object *query = find(set, QUERY);
    if (query == NULL) {
        return fail(ERROR_INVALID_HANDLE);
    }
    if (size == 0 || events == NULL || flags != 0 || returned == NULL) {
        return fail(ERROR_INVALID_PARAMETER);
    }
    *returned = 0;
    if (query->ended) {
        return fail(query->error);
    }
    wire_answer_number(&query->wire, size);
    for (char frame = await(query); frame == 'o' && *returned < size; frame = await(query)) {
        const wchar_t *next = (const wchar_t *) query->wire.bytes;
        const wchar_t *end = (const wchar_t *) (query->wire.bytes + query->wire.length);
        while (next < end && *returned < size) {
            events[(*returned)++] = event(&next);
        }
    }
    return *returned > 0 ? TRUE : fail(query->error);
}

/* A channel and its log have the same texts: whether it keeps old records, whether it is full, its size. */
static EVT_HANDLE open_channel(Kind kind, LPCWSTR path) {
    const wchar_t *arguments[] = {path, L"channel"};
    Object *made = make(kind);
    Wire wire;
    DWORD error = RPC_S_SERVER_UNAVAILABLE;
    if (wire_open(&wire, module, L"wevtapi", 2, arguments) && wire_next(&wire) == 'o') {
        made->texts = (wchar_t *) wire.bytes;
        wire.bytes = NULL;
        wire_next(&wire);
    }
    if (wire.bytes != NULL) {
        error = wire_number(&wire);
    }
    wire_close(&wire);
    if (error != ERROR_SUCCESS) {
        EvtClose(made);
        return fail(error), NULL;
    }
    return made;
}

EVT_HANDLE WINAPI EvtOpenChannelConfig(EVT_HANDLE session, LPCWSTR path, DWORD flags) {
    return session != NULL || path == NULL || flags != 0 ? fail(ERROR_INVALID_PARAMETER), NULL
                                                         : open_channel(CONFIG, path);
}

EVT_HANDLE WINAPI EvtOpenLog(EVT_HANDLE session, LPCWSTR path, DWORD flags) {
    return session != NULL || path == NULL || flags != EvtOpenChannelPath ? fail(ERROR_INVALID_PARAMETER), NULL
                                                                          : open_channel(LOG, path);
}

/* Writes the number in that text, if any, as a value. */
static BOOL give(const Object *of, int text, DWORD type, DWORD size, EVT_VARIANT *value, DWORD *used) {
    if (of == NULL) {
        return fail(ERROR_INVALID_HANDLE);
    }
    *used = sizeof *value;
    if (size < sizeof *value) {
        return fail(ERROR_INSUFFICIENT_BUFFER);
    }
    const wchar_t *found = of->texts;
    for (int i = 0; i < text; i++) {
        found += wcslen(found) + 1;
    }
    *value = (EVT_VARIANT){.UInt64Val = text < 0 ? 0 : wcstoull(found, NULL, 10), .Type = type};
    return TRUE;
}

BOOL WINAPI EvtGetChannelConfigProperty(
        EVT_HANDLE config, EVT_CHANNEL_CONFIG_PROPERTY_ID id, DWORD flags, DWORD size, EVT_VARIANT *value, DWORD *used) {
    const Object *channel = find(config, CONFIG);
    switch (flags == 0 ? id : EvtChannelConfigPropertyIdEND) {
        case EvtChannelLoggingConfigRetention:
            return give(channel, 0, EvtVarTypeBoolean, size, value, used);
        case EvtChannelLoggingConfigAutoBackup:
            return give(channel, -1, EvtVarTypeBoolean, size, value, used);
        case EvtChannelLoggingConfigMaxSize:
            return give(channel, 2, EvtVarTypeUInt64, size, value, used);
        default:
            return fail(ERROR_INVALID_PARAMETER);
    }
}

BOOL WINAPI EvtGetLogInfo(EVT_HANDLE log, EVT_LOG_PROPERTY_ID id, DWORD size, EVT_VARIANT *value, DWORD *used) {
    return id == EvtLogFull ? give(find(log, LOG), 1, EvtVarTypeBoolean, size, value, used)
                            : fail(ERROR_INVALID_PARAMETER);
}

BOOL WINAPI EvtCancel(EVT_HANDLE handle) {
    Object *query = find(handle, QUERY);
    if (query == NULL) {
        return fail(ERROR_INVALID_HANDLE);
    }
    SetEvent(query->cancelled);
    shutdown(query->wire.socket, SD_BOTH);
    return TRUE;
}

BOOL WINAPI EvtClose(EVT_HANDLE handle) {
    EnterCriticalSection(&lock);
    Object **place = &objects;
    while (*place != NULL && *place != handle) {
        place = &(*place)->next;
    }
    Object *closed = *place;
    if (closed != NULL) {
        *place = closed->next;
    }
    LeaveCriticalSection(&lock);
    if (closed == NULL) {
        return fail(ERROR_INVALID_HANDLE);
    }
    if (closed->kind == QUERY) {
        wire_close(&closed->wire);
        CloseHandle(closed->cancelled);
    }
    free(closed->texts);
    free(closed);
    return TRUE;
}

EVT_HANDLE WINAPI EvtCreateRenderContext(DWORD count, LPCWSTR *paths, DWORD flags) {
    if (count != 0 || paths != NULL || (flags != EvtRenderContextSystem && flags != EvtRenderContextUser)) {
        return fail(ERROR_INVALID_PARAMETER), NULL;
    }
    return make(flags == EvtRenderContextSystem ? SYSTEM_CONTEXT : USER_CONTEXT);
}

/* What is rendered: values, and behind them what they point at. Counts on where there is no place any more. */
typedef struct {
    EVT_VARIANT *values;
    BYTE *buffer;
    DWORD size;
    DWORD used;
    DWORD count;
} Rendering;

static void *place(Rendering *rendering, const void *bytes, DWORD length) {
    DWORD at = (rendering->used + 7) & ~7U;
    rendering->used = at + length;
    if (rendering->used > rendering->size) {
        return NULL;
    }
    if (bytes != NULL) {
        memcpy(rendering->buffer + at, bytes, length);
    }
    return rendering->buffer + at;
}

static void *place_text(Rendering *rendering, const wchar_t *text) {
    return place(rendering, text, (DWORD) ((wcslen(text) + 1) * sizeof *text));
}

/* A value's own place. The array of values has to be there by then. */
static EVT_VARIANT *value(Rendering *rendering, EVT_VARIANT *otherwise, DWORD type) {
    EVT_VARIANT *next = rendering->values == NULL ? otherwise : &rendering->values[rendering->count];
    rendering->count++;
    next->Type = type;
    return next;
}

static const wchar_t *text_after(const wchar_t *text) {
    return text + wcslen(text) + 1;
}

/* A record's texts: source, ID, qualifiers, level, time, number, form of its strings, whether binary data follows, strings. */
static void render_system(Rendering *rendering, const Object *event) {
    const wchar_t *texts[6];
    const wchar_t *next = event->texts;
    for (int i = 0; i < 6; i++, next = text_after(next)) {
        texts[i] = next;
    }
    EVT_VARIANT none;
    rendering->values = place(rendering, NULL, EvtSystemPropertyIdEND * sizeof(EVT_VARIANT));
    for (int i = 0; i < EvtSystemPropertyIdEND; i++) {
        switch (i) {
            case EvtSystemProviderName:
                value(rendering, &none, EvtVarTypeString)->StringVal = place_text(rendering, texts[0]);
                break;
            case EvtSystemEventID:
                value(rendering, &none, EvtVarTypeUInt16)->UInt16Val = (UINT16) wcstoul(texts[1], NULL, 10);
                break;
            case EvtSystemQualifiers:
                value(rendering, &none, EvtVarTypeUInt16)->UInt16Val = (UINT16) wcstoul(texts[2], NULL, 10);
                break;
            case EvtSystemLevel:
                value(rendering, &none, EvtVarTypeByte)->ByteVal = (BYTE) wcstoul(texts[3], NULL, 10);
                break;
            case EvtSystemTimeCreated:
                value(rendering, &none, EvtVarTypeFileTime)->FileTimeVal = wcstoull(texts[4], NULL, 10);
                break;
            case EvtSystemEventRecordId:
                value(rendering, &none, EvtVarTypeUInt64)->UInt64Val = wcstoull(texts[5], NULL, 10);
                break;
            case EvtSystemChannel:
                value(rendering, &none, EvtVarTypeString)->StringVal = place_text(rendering, L"Application");
                break;
            default:
                value(rendering, &none, EvtVarTypeNull)->UInt64Val = 0;
        }
    }
}

static void render_user(Rendering *rendering, const Object *event) {
    static const BYTE binary[] = {1, 2, 0xDE, 0xAD, 0xBE, 0xEF};
    const wchar_t *next = event->texts;
    for (int i = 0; i < 6; i++) {
        next = text_after(next);
    }
    BOOL is_array = wcscmp(next, L"array") == 0;
    next = text_after(next);
    BOOL has_binary = wcscmp(next, L"yes") == 0;
    const wchar_t *first = text_after(next);
    DWORD strings = 0;
    for (next = first; next < event->end; next = text_after(next)) {
        strings++;
    }
    is_array = is_array && strings > 0;
    EVT_VARIANT none;
    DWORD values = (is_array ? 1 : strings) + (has_binary ? 1 : 0);
    rendering->values = place(rendering, NULL, values * (DWORD) sizeof(EVT_VARIANT));
    if (is_array) {
        EVT_VARIANT *all = value(rendering, &none, EvtVarTypeString | EVT_VARIANT_TYPE_ARRAY);
        LPWSTR *array = place(rendering, NULL, strings * (DWORD) sizeof *array);
        all->StringArr = array;
        all->Count = strings;
        for (next = first; next < event->end; next = text_after(next)) {
            LPWSTR placed = place_text(rendering, next);
            if (array != NULL) {
                *array++ = placed;
            }
        }
    } else {
        for (next = first; next < event->end; next = text_after(next)) {
            /* An empty string may be none. */
            value(rendering, &none, *next == L'\0' ? EvtVarTypeNull : EvtVarTypeString)->StringVal
                    = *next == L'\0' ? NULL : place_text(rendering, next);
        }
    }
    if (has_binary) {
        EVT_VARIANT *last = value(rendering, &none, EvtVarTypeBinary);
        last->BinaryVal = place(rendering, binary, sizeof binary);
        last->Count = sizeof binary;
    }
}

BOOL WINAPI EvtRender(
        EVT_HANDLE context, EVT_HANDLE fragment, DWORD flags, DWORD size, void *buffer, DWORD *used, DWORD *count) {
    const Object *event = find(fragment, EVENT);
    BOOL system = find(context, SYSTEM_CONTEXT) != NULL;
    if (event == NULL || (!system && find(context, USER_CONTEXT) == NULL)) {
        return fail(ERROR_INVALID_HANDLE);
    }
    if (flags != EvtRenderEventValues || used == NULL || count == NULL || (buffer == NULL && size > 0)) {
        return fail(ERROR_INVALID_PARAMETER);
    }
    Rendering rendering = {.buffer = buffer, .size = size};
    (system ? render_system : render_user)(&rendering, event);
    *used = rendering.used;
    *count = rendering.count;
    return rendering.used <= size ? TRUE : fail(ERROR_INSUFFICIENT_BUFFER);
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved) {
    (void) reserved;
    if (reason == DLL_PROCESS_ATTACH) {
        module = instance;
        InitializeCriticalSection(&lock);
        DisableThreadLibraryCalls(instance);
    }
    return TRUE;
}
