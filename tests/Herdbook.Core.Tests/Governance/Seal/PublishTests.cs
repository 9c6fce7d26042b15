using System.Diagnostics;
using System.Net;
using Herdbook.Core.Governance.Seal;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Seal;

public sealed class PublishTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_fails_is_tried_again_later_and_a_restart_forgets_nothing()
    {
        await using var book = await SealedBook.OpenAsync(Ct);
        await book.FillAsync(3, Ct);
        var (clock, place) = (new SetClock(), new FlakyPlace { Fails = true });
        var publisher = new CheckpointPublisher(book.Book, [place], clock, TimeSpan.FromSeconds(5));
        var head = (await book.Tree.HeadAsync(Tenant.Default, Ct))!;

        Assert.Equal((0, 1), await publisher.PublishAsync(Tenant.Default, head, Ct));
        Assert.Equal((0, 0), await publisher.PublishAsync(Tenant.Default, head, Ct));
        clock.Now += TimeSpan.FromSeconds(1.1);
        Assert.Equal((0, 1), await publisher.PublishAsync(Tenant.Default, head, Ct));
        clock.Now += TimeSpan.FromSeconds(1.1);
        Assert.Equal((0, 0), await publisher.PublishAsync(Tenant.Default, head, Ct));
        var waiting = Assert.Single((await new SealState(book.Book, book.Key, clock).ReadAsync(Tenant.Default, Ct)).Publications);
        Assert.Equal((0, 2, "the place is away"), (waiting.Size, waiting.Attempts, waiting.Failure));

        clock.Now += TimeSpan.FromSeconds(1);
        place.Fails = false;
        publisher = new CheckpointPublisher(book.Book, [place], clock, TimeSpan.FromSeconds(5));
        Assert.Equal((1, 0), await publisher.PublishAsync(Tenant.Default, head, Ct));
        Assert.Equal((0, 0), await publisher.PublishAsync(Tenant.Default, head, Ct));
        Assert.Equal([head.Note], place.Arrived);
        Assert.Null(Assert.Single((await new SealState(book.Book, book.Key, clock).ReadAsync(Tenant.Default, Ct)).Publications).Failure);
    }

    [Fact]
    public async Task The_folder_holds_every_head_and_the_last_and_is_never_led_back()
    {
        await using var book = await SealedBook.OpenAsync(Ct);
        var folder = Directory.CreateTempSubdirectory("herdbook-checkpoints-");
        try
        {
            var place = new CheckpointFolder(folder.FullName, book.Key);
            await book.FillAsync(3, Ct);
            var first = (await book.Tree.HeadAsync(Tenant.Default, Ct))!;
            await place.PublishAsync(Tenant.Default, first, Ct);
            await book.FillMoreAsync(2, Ct);
            var second = (await book.Tree.HeadAsync(Tenant.Default, Ct))!;
            await place.PublishAsync(Tenant.Default, second, Ct);

            Assert.Equal("log_damaged", (await Assert.ThrowsAsync<RefusedException>(() => place.PublishAsync(Tenant.Default, first, Ct))).Code);
            var own = Path.Combine(folder.FullName, "default");
            Assert.Equal([$"{first.Checkpoint.Size}", $"{second.Checkpoint.Size}", "latest"], Directory.EnumerateFiles(own).Select(Path.GetFileName).Order());
            Assert.Equal(second.Note, await File.ReadAllTextAsync(Path.Combine(own, "latest"), Ct));
            Assert.Equal(3, (await book.VerifyAsync(Ct, new VerificationOptions { Checkpoints = folder.FullName })).Kept);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Heads_are_posted_to_an_address_and_committed_to_a_repository()
    {
        await using var book = await SealedBook.OpenAsync(Ct);
        await book.FillAsync(2, Ct);
        var head = (await book.Tree.HeadAsync(Tenant.Default, Ct))!;
        using var handler = new Inbox();
        using var http = new HttpClient(handler);
        var address = new CheckpointAddress("https://user:secret@witness.example/logs/{tenant}?token=secret", http);
        await address.PublishAsync(Tenant.Default, head, Ct);
        handler.Answer = HttpStatusCode.BadGateway;
        await Assert.ThrowsAsync<HttpRequestException>(() => address.PublishAsync(Tenant.Default, head, Ct));

        Assert.Equal("address https://witness.example/logs/tenant", address.Name);
        Assert.Equal(("/logs/default", head.Note), (handler.Path, handler.Body));

        var folder = Directory.CreateTempSubdirectory("herdbook-git-");
        try
        {
            await GitAsync(folder.FullName, "init", "--quiet");
            var repository = new CheckpointRepository(folder.FullName);
            await repository.PublishAsync(Tenant.Default, head, Ct);
            await repository.PublishAsync(Tenant.Default, head, Ct);
            Assert.Equal($"Checkpoint of {head.Checkpoint.Origin} at {head.Checkpoint.Size} entries", (await GitAsync(folder.FullName, "log", "--format=%s")).Trim());
            Assert.Equal(head.Note, await GitAsync(folder.FullName, "show", "HEAD:default/latest"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> GitAsync(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true })!;
        var output = await git.StandardOutput.ReadToEndAsync(Ct);
        await git.WaitForExitAsync(Ct);
        return git.ExitCode == 0 ? output : throw new IOException($"git {arguments[0]} failed");
    }

    private sealed class FlakyPlace : CheckpointPlace
    {
        public bool Fails { get; set; }

        public List<string> Arrived { get; } = [];

        public override string Name => "a place that comes and goes";

        public override Task PublishAsync(Tenant tenant, SignedHead head, CancellationToken ct)
        {
            if (Fails)
            {
                throw new IOException("the place is away");
            }

            Arrived.Add(head.Note);
            return Task.CompletedTask;
        }
    }

    private sealed class Inbox : HttpMessageHandler
    {
        public HttpStatusCode Answer { get; set; } = HttpStatusCode.NoContent;

        public string? Path { get; private set; }

        public string? Body { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Path, Body) = (request.RequestUri!.AbsolutePath, await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(Answer);
        }
    }
}
