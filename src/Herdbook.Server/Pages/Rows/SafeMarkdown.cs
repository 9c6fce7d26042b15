using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Herdbook.Server.Pages.Rows;

/// <summary>
/// Markdown as HTML that cannot do more than show text: no HTML of its own passes, pictures are links, and links lead only to http, https and
/// mailto.
/// </summary>
internal static class SafeMarkdown
{
    /// <summary>Longer texts are not rendered.</summary>
    public const int Most = 200_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseTaskLists().UseEmphasisExtras().UseAutoLinks().Build();

    /// <summary>Null for what is too long, or nested too deeply, to be rendered.</summary>
    public static string? Html(string text)
    {
        if (text.Length > Most)
        {
            return null;
        }

        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }

        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            link.IsImage = false;
            if (IsAllowed(link.Url))
            {
                link.GetAttributes().AddProperty("rel", "noreferrer nofollow");
            }
            else
            {
                link.ReplaceBy(new ContainerInline());
            }
        }

        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsAllowed(link.Url)).ToList())
        {
            link.ReplaceBy(new LiteralInline(link.Url));
        }

        using var html = new StringWriter();
        var renderer = new HtmlRenderer(html);
        Pipeline.Setup(renderer);
        renderer.Render(document);
        return html.ToString();
    }

    private static bool IsAllowed(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto";
}
