/* Windows.UI.ViewManagement.UISettings for Wine before 9: the colours of a light desktop.
 *
 * Qt's platform "windows" asks this class for the accent colour and whether the desktop is dark,
 * and does not start without it; Wine 8 does not register it. One static object answers for the
 * factory and for every interface that Qt asks for; whatever else is called is "not implemented".
 * `under_wine.sh` registers this library under the name of the class.
 */
#include <string.h>
#include <windows.h>

typedef struct {
    void **functions;
} Object;

static const GUID UNKNOWN = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const GUID INSPECTABLE = {
    0xAF86E2E0, 0xB12D, 0x4C6A, {0x9C, 0x5A, 0xD7, 0xAA, 0x65, 0x10, 0x1E, 0x90}};
static const GUID ACTIVATION_FACTORY = {0x35, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const GUID AGILE = {
    0x94EA2B94, 0xE9CC, 0x49E0, {0xC0, 0xFF, 0xEE, 0x64, 0xCA, 0x8F, 0x5B, 0x90}};
static const GUID UI_SETTINGS = {
    0x85361600, 0x1C63, 0x4627, {0xBC, 0xB1, 0x3A, 0x89, 0xE0, 0xBC, 0x9C, 0x55}};
static const GUID UI_SETTINGS_3 = {
    0x03021BE4, 0x5254, 0x4781, {0x81, 0x94, 0x51, 0x68, 0xF7, 0xD0, 0x6D, 0x7B}};

enum { BACKGROUND = 0, FOREGROUND = 1 }; /* of UIColorType; all others are shades of the accent */

static Object settings, settings_3, factory;

static BOOL is(const GUID *asked, const GUID *known)
{
    return memcmp(asked, known, sizeof(GUID)) == 0;
}

static BOOL is_of_every_object(const GUID *asked)
{
    return is(asked, &UNKNOWN) || is(asked, &INSPECTABLE) || is(asked, &AGILE);
}

static HRESULT WINAPI query_settings(void *self, const GUID *asked, void **found)
{
    (void)self;
    *found = NULL;
    if (is_of_every_object(asked) || is(asked, &UI_SETTINGS))
        *found = &settings;
    else if (is(asked, &UI_SETTINGS_3))
        *found = &settings_3;
    return *found ? S_OK : E_NOINTERFACE;
}

static HRESULT WINAPI query_factory(void *self, const GUID *asked, void **found)
{
    (void)self;
    *found = is_of_every_object(asked) || is(asked, &ACTIVATION_FACTORY) ? &factory : NULL;
    return *found ? S_OK : E_NOINTERFACE;
}

/* The objects are static: nobody's last reference frees them. */
static ULONG WINAPI count_reference(void *self)
{
    (void)self;
    return 2;
}

static HRESULT WINAPI no_interfaces(void *self, ULONG *number, void **identities)
{
    (void)self;
    *number = 0;
    *identities = NULL;
    return S_OK;
}

static HRESULT WINAPI no_class_name(void *self, void **name)
{
    (void)self;
    *name = NULL;
    return S_OK;
}

static HRESULT WINAPI base_trust(void *self, int *level)
{
    (void)self;
    *level = 0;
    return S_OK;
}

static HRESULT WINAPI activate(void *self, void **made)
{
    (void)self;
    *made = &settings;
    return S_OK;
}

static HRESULT WINAPI not_implemented(void *self)
{
    (void)self;
    return E_NOTIMPL;
}

static HRESULT WINAPI colour_of(void *self, int kind, unsigned char *argb)
{
    static const unsigned char white[4] = {255, 255, 255, 255}, black[4] = {255, 0, 0, 0},
                               blue[4] = {255, 0x00, 0x78, 0xD4};
    (void)self;
    memcpy(argb, kind == BACKGROUND ? white : kind == FOREGROUND ? black : blue, 4);
    return S_OK;
}

static HRESULT WINAPI listen_for_colours(void *self, void *handler, __int64 *token)
{
    (void)self, (void)handler;
    *token = 1;
    return S_OK;
}

static HRESULT WINAPI stop_listening(void *self, __int64 token)
{
    (void)self, (void)token;
    return S_OK;
}

/* Each table begins with the three functions of IUnknown and the three of IInspectable. */
static void *settings_functions[] = {
    query_settings,  count_reference, count_reference, no_interfaces,   no_class_name,
    base_trust,      not_implemented, not_implemented, not_implemented, not_implemented,
    not_implemented, not_implemented, not_implemented, not_implemented, not_implemented,
    not_implemented, not_implemented, not_implemented, not_implemented, not_implemented,
};
static void *settings_3_functions[] = {
    query_settings, count_reference, count_reference,    no_interfaces,  no_class_name,
    base_trust,     colour_of,       listen_for_colours, stop_listening,
};
static void *factory_functions[] = {
    query_factory, count_reference, count_reference, no_interfaces,
    no_class_name, base_trust,      activate,
};
static Object settings = {settings_functions};
static Object settings_3 = {settings_3_functions};
static Object factory = {factory_functions};

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(void *class_name, void **found)
{
    (void)class_name;
    *found = &factory;
    return S_OK;
}

__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void)
{
    return S_FALSE;
}

BOOL WINAPI DllMain(HINSTANCE library, DWORD reason, LPVOID reserved)
{
    (void)library, (void)reason, (void)reserved;
    return TRUE;
}
