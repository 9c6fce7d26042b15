using System.Security.Cryptography;
using Herdbook.Intake.Demo;
using Xunit;

namespace Herdbook.Intake.Tests.Demo;

public sealed class DemoFleetTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 20, 15, 30, 0, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("herdbook-tests-demo-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_same_time_gives_the_same_bytes()
    {
        Assert.Equal(Digest("first"), Digest("second"));
    }

    [Fact]
    public void It_is_small_enough_to_be_made_while_one_waits()
    {
        DemoFleet.Write(folder.FullName, Now, Ct);

        Assert.InRange(folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length), 8 << 20, 24 << 20);
    }

    [Fact]
    public void Nothing_in_it_lies_in_the_future()
    {
        DemoFleet.Write(folder.FullName, Now, Ct);

        var latest = folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .SelectMany(f => File.ReadLines(f.FullName))
            .Select(line => line.LastIndexOf("\"timestamp\":\"", StringComparison.Ordinal) is var at and >= 0 ? line.Substring(at + 13, 19) : "")
            .Max(StringComparer.Ordinal);
        Assert.InRange(latest!, "2026-05-20T07", "2026-05-20T15:30:00");
    }

    private string Digest(string name)
    {
        var target = Path.Combine(folder.FullName, name);
        DemoFleet.Write(target, Now, Ct);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(target, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexString(hash.GetCurrentHash());
    }
}
