using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Herdbook.Core.Governance.Seal;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Seal;

/// <summary>Another program in another language, written from the RFCs, checks what Herdbook gives out: outsider.py beside this file.</summary>
public sealed class OutsiderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_outsider_can_check_checkpoint_entries_and_proofs_without_us_and_notices_what_was_changed()
    {
        await using var book = await SealedBook.OpenAsync(Ct);
        await book.FillAsync(40, Ct);
        book.Keys.Rotate();
        for (var i = 0; i < 260; i++)
        {
            await book.AppendAsync(i, Ct);
        }

        await book.SealAsync(Ct);
        using var stream = new MemoryStream();
        await new AuditExport(book.Book, book.Key).WriteAsync(Tenant.Default, 0, stream, Ct);
        var export = Encoding.UTF8.GetString(stream.ToArray());
        var folder = Directory.CreateTempSubdirectory("herdbook-proofs-");
        try
        {
            var proofs = await ProofsAsync(book, folder.FullName);
            var key = book.Key.VerifierKey(Tenant.Default);

            Assert.Equal((0, "301 entries hold"), await AskAsync(export, [key, .. proofs]));
            Assert.Contains("root is not that", (await AskAsync(export.Replace("\"number\\\": 7}", "\"number\\\": 8}", StringComparison.Ordinal), [key])).Said, StringComparison.Ordinal);
            Assert.Contains("not as many", (await AskAsync(string.Join('\n', export.Split('\n')[..^2]), [key])).Said, StringComparison.Ordinal);
            Assert.Contains("signature does not hold", (await AskAsync(export.Replace("\\n301\\n", "\\n300\\n", StringComparison.Ordinal), [key])).Said, StringComparison.Ordinal);
            var other = CheckpointKey.Open(Herdbook.Core.Governance.Audit.AuditKeys.Ephemeral());
            Assert.NotEqual(0, (await AskAsync(export, [SignedNote.VerifierKey(book.Key.Origin(Tenant.Default), other.PublicKey)])).Exit);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<string>> ProofsAsync(SealedBook book, string folder)
    {
        var paths = new List<string>();
        async Task WriteAsync(object proof)
        {
            paths.Add(Path.Combine(folder, $"{paths.Count}.json"));
            await File.WriteAllTextAsync(paths[^1], JsonSerializer.Serialize(proof), Ct);
        }

        foreach (var (leaf, size) in new (long, long)[] { (0, 1), (0, 301), (300, 301), (255, 256), (256, 300), (7, 8), (130, 299) })
        {
            var proof = await book.Tree.InclusionAsync(Tenant.Default, leaf, size, Ct);
            await WriteAsync(new { leaf, size, path = proof.Path.Select(Convert.ToHexStringLower) });
        }

        foreach (var (from, to) in new (long, long)[] { (1, 301), (256, 301), (255, 256), (6, 8), (300, 301), (301, 301), (100, 257) })
        {
            var proof = await book.Tree.ConsistencyAsync(Tenant.Default, from, to, Ct);
            await WriteAsync(new { from, to, path = proof.Path.Select(Convert.ToHexStringLower) });
        }

        return paths;
    }

    private static async Task<(int Exit, string Said)> AskAsync(string export, IEnumerable<string> arguments, [CallerFilePath] string here = "")
    {
        var program = Path.Combine(Path.GetDirectoryName(here)!, "outsider.py");
        using var python = Process.Start(new ProcessStartInfo("python3", ["-I", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        })!;
        var (output, error) = (python.StandardOutput.ReadToEndAsync(Ct), python.StandardError.ReadToEndAsync(Ct));
        await python.StandardInput.WriteAsync(export);
        python.StandardInput.Close();
        await python.WaitForExitAsync(Ct);
        return (python.ExitCode, ((await output) + (await error)).Trim());
    }
}
