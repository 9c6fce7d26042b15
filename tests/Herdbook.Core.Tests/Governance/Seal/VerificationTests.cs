using Herdbook.Core.Governance.Seal;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Seal;

public sealed class VerificationTests
{
    [Fact]
    public async Task An_untouched_log_is_not_accused_of_anything()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var book = await SealedBook.OpenAsync(ct);
        for (var i = 0; i < 600; i++)
        {
            await book.AppendAsync(i, ct);
        }

        await book.WriteAsync("ALPHA", ct);
        await book.WriteAsync("BETA", ct);
        await book.SealAsync(ct);
        book.Keys.Rotate();
        await book.WriteAsync("GAMMA", ct);
        await book.SealAsync(ct);
        await book.AppendAsync(1, ct);

        var report = await book.VerifyAsync(ct);

        Assert.Empty(report.Findings);
        Assert.Empty(report.Notes);
        Assert.Equal(604, report.Entries);
        Assert.Equal(603, report.Leaves);
        Assert.Equal(1, report.Unsealed);
        Assert.Equal(3, report.Rows);
        Assert.Equal(603, report.Head!.Size);
        Assert.True(report.IsIntact && report.IsComplete);
    }

    [Fact]
    public async Task Each_proof_that_is_read_from_the_rows_verifies()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var book = await SealedBook.OpenAsync(ct);
        for (var i = 0; i < 700; i++)
        {
            await book.AppendAsync(i, ct);
            if (i % 200 == 0)
            {
                await book.SealAsync(ct);
            }
        }

        await book.SealAsync(ct);
        foreach (var index in new long[] { 0, 1, 255, 256, 511, 512, 699 })
        {
            var proof = await book.Tree.InclusionAsync(Tenant.Default, index, null, ct);
            Assert.True(MerkleTree.VerifyInclusion(proof.LeafHash, proof.Index, proof.Size, proof.Path, proof.Root));
        }

        foreach (var from in new long[] { 1, 200, 256, 513, 700 })
        {
            var proof = await book.Tree.ConsistencyAsync(Tenant.Default, from, null, ct);
            Assert.True(MerkleTree.VerifyConsistency(proof.From, proof.FromRoot, proof.To, proof.ToRoot, proof.Path));
        }
    }
}
