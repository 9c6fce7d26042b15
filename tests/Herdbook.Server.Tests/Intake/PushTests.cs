using Herdbook.Core;
using Herdbook.Core.Herd.Prices;
using Herdbook.Intake;
using Herdbook.Intake.Push;
using Herdbook.Server.Tests.Host;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Server.Tests.Intake;

/// <summary>What one machine keeps, pushed to a server over a wire that loses answers.</summary>
public sealed class PushTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pushed_files_book_what_an_import_books_though_every_second_answer_is_lost()
    {
        var folder = Directory.CreateTempSubdirectory("herdbook-push-");
        try
        {
            var files = Copy(folder.FullName);
            await using var server = await RunningServer.StartAsync(Ct);
            var torn = files[0];
            var whole = await File.ReadAllBytesAsync(torn, Ct);
            await File.WriteAllBytesAsync(torn, whole[..(whole.Length * 2 / 3)], Ct); // it ends in the middle of a line
            await PushAsync(server, folder.FullName, new LosingAnswers { InnerHandler = new SocketsHttpHandler() });
            await File.WriteAllBytesAsync(torn, whole, Ct);
            var rest = await PushAsync(server, folder.FullName, new SocketsHttpHandler());
            Assert.InRange(rest.BytesRead, whole.Length / 3, (whole.Length / 3) + (256 * 1024));
            Assert.Equal(0, (await PushAsync(server, folder.FullName, new SocketsHttpHandler())).FilesSent);

            await using var local = await TestDatabase.CreateAsync(Ct);
            await PriceBook.EnsureListAsync(local.Book, Tenant.Default, TimeProvider.System, Ct);
            foreach (var format in Formats)
            {
                await new TranscriptImporter(local.Book, Tenant.Default, TimeProvider.System, format)
                    .ImportAsync(TranscriptFolders.Find(format, [Path.Combine(folder.FullName, format.Code)]), new ImportOptions(), null, Ct);
            }

            Assert.Equal(await BookPicture.ReadAsync(local.Book, Tenant.Default, Ct), await BookPicture.ReadAsync(server.Book, Tenant.Default, Ct));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SourceFormat[] Formats => [SourceFormat.ClaudeCode, SourceFormat.Gemini];

    /// <summary>The smallest whole transcript, and the sessions of Gemini CLI.</summary>
    private static string[] Copy(string folder)
    {
        var transcript = Directory.GetFiles(SharedData.Require("claude-code"), "transcript.jsonl", SearchOption.AllDirectories).MinBy(f => new FileInfo(f).Length)!;
        var copies = new List<string> { Place(transcript, Path.Combine(folder, "claude-code", "transcript.jsonl")) };
        copies.AddRange(Directory.GetFiles(SharedData.Require("gemini-cli"), "session.json", SearchOption.AllDirectories)
            .Select((f, i) => Place(f, Path.Combine(folder, "gemini", $"session-{i}.json"))));
        return [.. copies];
    }

    private static string Place(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.WriteAllBytes(to, File.ReadAllBytes(from));
        return to;
    }

    private static async Task<PushSummary> PushAsync(RunningServer server, string folder, HttpMessageHandler handler)
    {
        using var wire = new HttpClient(handler) { BaseAddress = server.Http.BaseAddress };
        wire.AsOwner();
        var summary = new PushSummary();
        foreach (var format in Formats)
        {
            await new PushSender(wire, "laptop", Redaction.None, TimeProvider.System)
                .SendAsync(format, TranscriptFolders.Find(format, [Path.Combine(folder, format.Code)]), summary, Ct);
        }

        Assert.Empty(summary.Failures);
        return summary;
    }

    /// <summary>The server has taken the request; its answer does not arrive.</summary>
    private sealed class LosingAnswers : DelegatingHandler
    {
        private int _asked;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (++_asked % 2 == 1)
            {
                await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                answer.Dispose();
                throw new HttpRequestException("The wire was cut.");
            }

            return answer;
        }
    }
}
