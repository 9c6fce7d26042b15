using Herdbook.Server.Tests;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Herdbook.Server.Tests;

/// <summary>A real browser, started when first asked for. Where there is none a test is skipped with a reason; in CI it fails.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>A folder that each looked-at page is also kept in as a picture; unset for none.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("HERDBOOK_PICTURES");

    /// <summary>Without a desktop's user interface, of which nobody sees anything, it takes a third of the processor's time.</summary>
    private static readonly string Path = Environment.GetEnvironmentVariable("HERDBOOK_CHROMIUM") is { Length: > 0 } path
        ? path
        : File.Exists("/usr/bin/chromium-headless-shell") ? "/usr/bin/chromium-headless-shell" : "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly (int Width, int Height, ColorScheme Scheme)[] Looks =
        [(1440, 900, ColorScheme.Light), (360, 780, ColorScheme.Dark), (1440, 900, ColorScheme.Dark), (360, 780, ColorScheme.Light)];

    private readonly SemaphoreSlim starting = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        starting.Dispose();
    }

    /// <summary>A fresh window. Errors on the console, failed requests and uncaught exceptions are kept in it.</summary>
    public Task<Window> OpenAsync(Site site, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, bool scripts = true) =>
        OpenAsync(new Uri(site.Address), width, height, scheme, scripts);

    /// <inheritdoc cref="OpenAsync(Site, int, int, ColorScheme, bool)"/>
    /// <param name="signedIn">Whether the administrator is signed in in it.</param>
    public async Task<Window> OpenAsync(Uri address, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light, bool scripts = true, bool signedIn = true)
    {
        var context = await (await StartedAsync()).NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            JavaScriptEnabled = scripts,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "Europe/Vienna",
        });
        context.SetDefaultTimeout(20_000);
        if (signedIn)
        {
            var (name, value) = await Credentials.CookieAsync(address);
            await context.AddCookiesAsync([new Cookie { Name = name, Value = value, Domain = address.Host, Path = "/", HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);
        }

        return new Window(context, await context.NewPageAsync(), Pictures);
    }

    /// <summary>
    /// Looks at a page in one window, wide and light, then narrow and dark: loaded anew each time, it fits, and nothing goes wrong.
    /// Where pictures are kept, the two other pairs as well.
    /// </summary>
    /// <param name="also">What else must hold each time.</param>
    public async Task LookAsync(Uri address, string name, string page, Func<Window, ColorScheme, Task>? also = null, bool whole = true)
    {
        await using var window = await OpenAsync(address);
        foreach (var (width, height, scheme) in Pictures is null ? Looks[..2] : Looks)
        {
            await window.Page.SetViewportSizeAsync(width, height);
            await window.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await window.GotoAsync(page);
            if (also is not null)
            {
                await also(window, scheme);
            }

            Assert.InRange(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
            await window.KeepPictureAsync($"{name}-{width}-{scheme.ToString().ToLowerInvariant()}", whole);
            window.AssertNoFaults();
        }
    }

    /// <inheritdoc cref="LookAsync(Uri, string, string, Func{Window, ColorScheme, Task}?, bool)"/>
    public Task LookAsync(Site site, string name, string page, Func<Window, ColorScheme, Task>? also = null, bool whole = true) =>
        LookAsync(new Uri(site.Address), name, page, also, whole);

    private async Task<IBrowser> StartedAsync()
    {
        if (!File.Exists(Path))
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", $"No browser at {Path}; HERDBOOK_CHROMIUM names another.");
            Assert.Fail($"No browser at {Path}, and CI is true.");
        }

        await starting.WaitAsync();
        try
        {
            playwright ??= await Playwright.CreateAsync();
            return browser ??= await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = Arguments });
        }
        finally
        {
            starting.Release();
        }
    }
}

/// <summary>One page of a browser with what went wrong on it.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly string? pictures;
    private readonly List<string> faults = [];

    internal Window(IBrowserContext context, IPage page, string? pictures)
    {
        this.context = context;
        this.pictures = pictures;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                faults.Add($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => faults.Add(error);
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400)
            {
                faults.Add($"{answer.Status} {answer.Url}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Waits until the page stands at an address that fits the glob, and is read to its end.</summary>
    public async Task ArriveAsync(string glob)
    {
        await Page.WaitForURLAsync(glob, new PageWaitForURLOptions { WaitUntil = WaitUntilState.Commit });
        await Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
    }

    /// <summary>What went wrong until now.</summary>
    public IReadOnlyList<string> Faults => faults;

    public Task GotoAsync(string address) => Page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Load });

    /// <summary>Keeps a picture where HERDBOOK_PICTURES names a folder.</summary>
    public async Task KeepPictureAsync(string name, bool whole = false)
    {
        if (pictures is not null)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = System.IO.Path.Combine(pictures, name + ".png"), FullPage = whole });
        }
    }

    /// <summary>The text of an element without its surrounding space.</summary>
    public async Task<string> TextAsync(string selector) => (await Page.Locator(selector).First.InnerTextAsync()).Trim();

    public void AssertNoFaults() => Assert.Empty(faults);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
