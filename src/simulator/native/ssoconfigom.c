/*
 * COM class SSOConfigOM of a simulated host. Identifiers, and the order of ISSOConfigSS' methods after IDispatch's, are
 * those of ENTSSO; the order of ISSOConfigOM's own methods is not known, so they are to be had by name only.
 */
#include "wire.h"

#include <oaidl.h>
#include <stdlib.h>
#include <wchar.h>

static const GUID CLSID_SSOConfigOM = {0x2A40B78A, 0x5C0B, 0x4F39, {0xA2, 0xCB, 0x6D, 0x9A, 0xF2, 0x9E, 0xCA, 0x37}};
static const GUID IID_ISSOConfigOM = {0x5AC332CB, 0x773F, 0x4925, {0x95, 0xFE, 0x39, 0xCF, 0x2C, 0x67, 0x0C, 0x24}};
static const GUID IID_ISSOConfigSS = {0x92A8E726, 0xA83B, 0x4EF6, {0x8D, 0x77, 0x19, 0x75, 0x58, 0x22, 0x7B, 0x0D}};

#define GET_SERVER_STATUS 1
#define STATUS_VALUES 15
#define CLASS_KEY L"Software\\Classes\\CLSID\\{2A40B78A-5C0B-4F39-A2CB-6D9AF29ECA37}"

/* What an interface pointer points at. */
typedef const struct Methods *Interface;

/* Both interfaces begin with IDispatch's seven methods. */
struct Methods {
    HRESULT(STDMETHODCALLTYPE *QueryInterface)(Interface *this, REFIID id, void **out);
    ULONG(STDMETHODCALLTYPE *AddRef)(Interface *this);
    ULONG(STDMETHODCALLTYPE *Release)(Interface *this);
    HRESULT(STDMETHODCALLTYPE *GetTypeInfoCount)(Interface *this, UINT *count);
    HRESULT(STDMETHODCALLTYPE *GetTypeInfo)(Interface *this, UINT index, LCID locale, ITypeInfo **out);
    HRESULT(STDMETHODCALLTYPE *GetIDsOfNames)
    (Interface *this, REFIID id, LPOLESTR *names, UINT count, LCID locale, DISPID *ids);
    HRESULT(STDMETHODCALLTYPE *Invoke)
    (Interface *this,
            DISPID member,
            REFIID id,
            LCID locale,
            WORD flags,
            DISPPARAMS *parameters,
            VARIANT *result,
            EXCEPINFO *exception,
            UINT *wrong);
    HRESULT(STDMETHODCALLTYPE *GenerateSecret)(Interface *this, BSTR file, BSTR password, BSTR reminder);
    HRESULT(STDMETHODCALLTYPE *BackupSecret)(Interface *this, BSTR file, BSTR password, BSTR reminder);
    HRESULT(STDMETHODCALLTYPE *GetFilePasswordReminder)(Interface *this, BSTR file, BSTR *reminder);
    HRESULT(STDMETHODCALLTYPE *RestoreSecret)(Interface *this, BSTR file, BSTR password);
};

typedef struct {
    Interface om;
    Interface ss;
    LONG references;
    /* Where the last password was, and what: to see afterwards what the caller left there. */
    const wchar_t *left_at;
    wchar_t left[256];
} Object;

static HINSTANCE module;
static LONG objects;
static const struct Methods om_methods;
static const struct Methods ss_methods;

static Object *object(Interface *this) {
    return *this == &om_methods ? CONTAINING_RECORD(this, Object, om) : CONTAINING_RECORD(this, Object, ss);
}

/* Calls a method at the simulated host. What it gives back are texts one after the other. */
static HRESULT call(const wchar_t *method, BSTR first, BSTR second, BSTR password, BYTE **texts, DWORD *length) {
    const wchar_t *arguments[] = {method, first, second};
    int count = second != NULL ? 3 : first != NULL ? 2 : 1;
    HRESULT result = HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE);
    *texts = NULL;
    *length = 0;
    Wire wire;
    BOOL goes_on = wire_open(&wire, module, L"api", count, arguments);
    while (goes_on) {
        char frame = wire_next(&wire);
        if (frame == 'q') {
            result = (HRESULT) wire_number(&wire);
            goes_on = FALSE;
        } else if (frame == 'o' && *texts == NULL) {
            *texts = wire.bytes;
            *length = wire.length;
            wire.bytes = NULL;
        } else if (frame == 's' && password != NULL) {
            goes_on = wire_answer(&wire, password, SysStringByteLen(password));
        } else if (frame == 'h') {
            /* Hangs, until nobody is there any more who could say otherwise. */
        } else {
            goes_on = frame != 0 && wire_serve(&wire, frame);
        }
    }
    wire_close(&wire);
    return result;
}

static HRESULT STDMETHODCALLTYPE query(Interface *this, REFIID id, void **out) {
    Object *found = object(this);
    if (IsEqualIID(id, &IID_IUnknown) || IsEqualIID(id, &IID_IDispatch) || IsEqualIID(id, &IID_ISSOConfigOM)) {
        *out = &found->om;
    } else if (IsEqualIID(id, &IID_ISSOConfigSS)) {
        *out = &found->ss;
    } else {
        *out = NULL;
        return E_NOINTERFACE;
    }
    InterlockedIncrement(&found->references);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE add_reference(Interface *this) {
    return (ULONG) InterlockedIncrement(&object(this)->references);
}

static ULONG STDMETHODCALLTYPE release(Interface *this) {
    Object *released = object(this);
    LONG left = InterlockedDecrement(&released->references);
    if (left == 0) {
        InterlockedDecrement(&objects);
        SecureZeroMemory(released, sizeof *released);
        free(released);
    }
    return (ULONG) left;
}

static HRESULT STDMETHODCALLTYPE type_info_count(Interface *this, UINT *count) {
    (void) this;
    *count = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE type_info(Interface *this, UINT index, LCID locale, ITypeInfo **out) {
    (void) this, (void) index, (void) locale;
    *out = NULL;
    return E_NOTIMPL;
}

static HRESULT STDMETHODCALLTYPE
        ids_of_names(Interface *this, REFIID id, LPOLESTR *names, UINT count, LCID locale, DISPID *ids) {
    (void) id, (void) locale;
    BOOL is_om = *this == &om_methods;
    ids[0] = is_om && count == 1 && _wcsicmp(names[0], L"GetServerStatus") == 0 ? GET_SERVER_STATUS : DISPID_UNKNOWN;
    return ids[0] == DISPID_UNKNOWN ? DISP_E_UNKNOWNNAME : S_OK;
}

/* The last argument of a call by name comes first. */
static HRESULT STDMETHODCALLTYPE invoke(
        Interface *this,
        DISPID member,
        REFIID id,
        LCID locale,
        WORD flags,
        DISPPARAMS *parameters,
        VARIANT *result,
        EXCEPINFO *exception,
        UINT *wrong) {
    (void) this, (void) id, (void) locale, (void) result, (void) exception, (void) wrong;
    if (member != GET_SERVER_STATUS || (flags & DISPATCH_METHOD) == 0) {
        return DISP_E_MEMBERNOTFOUND;
    }
    if (parameters->cArgs != STATUS_VALUES + 1) {
        return DISP_E_BADPARAMCOUNT;
    }
    BYTE *texts;
    DWORD length;
    HRESULT answer = call(L"GetServerStatus", NULL, NULL, NULL, &texts, &length);
    const wchar_t *text = (const wchar_t *) texts;
    for (int i = STATUS_VALUES - 1; answer == S_OK && text != NULL && i >= 0; i--, text += wcslen(text) + 1) {
        const VARIANT *value = &parameters->rgvarg[i];
        if (V_VT(value) == (VT_BYREF | VT_BSTR)) {
            *V_BSTRREF(value) = SysAllocString(text);
        } else if (V_VT(value) == (VT_BYREF | VT_I4)) {
            *V_I4REF(value) = wcstol(text, NULL, 10);
        } else {
            answer = DISP_E_TYPEMISMATCH;
        }
    }
    free(texts);
    return answer;
}

static HRESULT STDMETHODCALLTYPE generate(Interface *this, BSTR file, BSTR password, BSTR reminder) {
    (void) this, (void) password, (void) reminder;
    BYTE *texts;
    DWORD length;
    HRESULT answer = call(L"GenerateSecret", file, NULL, NULL, &texts, &length);
    free(texts);
    return answer;
}

static HRESULT STDMETHODCALLTYPE back_up(Interface *this, BSTR file, BSTR password, BSTR reminder) {
    Object *called = object(this);
    called->left_at = password;
    wcsncpy(called->left, password, sizeof called->left / sizeof *called->left - 1);
    BYTE *texts;
    DWORD length;
    HRESULT answer = call(L"BackupSecret", file, reminder, password, &texts, &length);
    free(texts);
    return answer;
}

static HRESULT STDMETHODCALLTYPE remind(Interface *this, BSTR file, BSTR *reminder) {
    Object *called = object(this);
    wchar_t now[256] = L"";
    SIZE_T got = 0;
    /* What was freed may be anything by now, or nothing: it is read as another process' memory would be. */
    ReadProcessMemory(
            GetCurrentProcess(), called->left_at, now, wcslen(called->left) * sizeof *now, &got);
    BOOL left = got > 0 && called->left[0] != L'\0' && wcsncmp(now, called->left, 4) == 0;
    BSTR finding = SysAllocString(left ? L"PASSWORD LEFT" : L"password wiped");
    BYTE *texts;
    DWORD length;
    HRESULT answer = call(L"GetFilePasswordReminder", file, finding, NULL, &texts, &length);
    *reminder = answer == S_OK && texts != NULL ? SysAllocString((const wchar_t *) texts) : NULL;
    SysFreeString(finding);
    free(texts);
    return answer;
}

static HRESULT STDMETHODCALLTYPE restore(Interface *this, BSTR file, BSTR password) {
    (void) this, (void) password;
    BYTE *texts;
    DWORD length;
    HRESULT answer = call(L"RestoreSecret", file, NULL, NULL, &texts, &length);
    free(texts);
    return answer;
}

static const struct Methods om_methods = {
        query, add_reference, release, type_info_count, type_info, ids_of_names, invoke, NULL, NULL, NULL, NULL};

static const struct Methods ss_methods = {
        query,
        add_reference,
        release,
        type_info_count,
        type_info,
        ids_of_names,
        invoke,
        generate,
        back_up,
        remind,
        restore};

static HRESULT STDMETHODCALLTYPE factory_query(IClassFactory *this, REFIID id, void **out) {
    BOOL known = IsEqualIID(id, &IID_IUnknown) || IsEqualIID(id, &IID_IClassFactory);
    *out = known ? this : NULL;
    return known ? S_OK : E_NOINTERFACE;
}

/* There is one factory, and it is never freed. */
static ULONG STDMETHODCALLTYPE factory_count(IClassFactory *this) {
    (void) this;
    return 2;
}

static HRESULT STDMETHODCALLTYPE create(IClassFactory *this, IUnknown *outer, REFIID id, void **out) {
    (void) this;
    *out = NULL;
    if (outer != NULL) {
        return CLASS_E_NOAGGREGATION;
    }
    Object *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return E_OUTOFMEMORY;
    }
    *made = (Object){.om = &om_methods, .ss = &ss_methods, .references = 1};
    InterlockedIncrement(&objects);
    HRESULT answer = query(&made->om, id, out);
    release(&made->om);
    return answer;
}

static HRESULT STDMETHODCALLTYPE lock(IClassFactory *this, BOOL lock) {
    (void) this;
    lock ? InterlockedIncrement(&objects) : InterlockedDecrement(&objects);
    return S_OK;
}

static IClassFactoryVtbl factory_methods = {factory_query, factory_count, factory_count, create, lock};
static IClassFactory factory = {&factory_methods};

STDAPI DllGetClassObject(REFCLSID class, REFIID id, void **out) {
    *out = NULL;
    return IsEqualCLSID(class, &CLSID_SSOConfigOM) ? factory_query(&factory, id, out) : CLASS_E_CLASSNOTAVAILABLE;
}

STDAPI DllCanUnloadNow(void) {
    return objects == 0 ? S_OK : S_FALSE;
}

STDAPI DllRegisterServer(void) {
    wchar_t path[MAX_PATH];
    DWORD length = GetModuleFileNameW(module, path, MAX_PATH);
    LSTATUS error = RegSetKeyValueW(
            HKEY_LOCAL_MACHINE,
            CLASS_KEY L"\\InprocServer32",
            NULL,
            REG_SZ,
            path,
            (length + 1) * (DWORD) sizeof *path);
    if (error == ERROR_SUCCESS) {
        static const wchar_t model[] = L"Both";
        error = RegSetKeyValueW(
                HKEY_LOCAL_MACHINE, CLASS_KEY L"\\InprocServer32", L"ThreadingModel", REG_SZ, model, sizeof model);
    }
    return HRESULT_FROM_WIN32(error);
}

STDAPI DllUnregisterServer(void) {
    LSTATUS error = RegDeleteTreeW(HKEY_LOCAL_MACHINE, CLASS_KEY);
    return error == ERROR_FILE_NOT_FOUND ? S_OK : HRESULT_FROM_WIN32(error);
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved) {
    (void) reserved;
    if (reason == DLL_PROCESS_ATTACH) {
        module = instance;
        DisableThreadLibraryCalls(instance);
    }
    return TRUE;
}
