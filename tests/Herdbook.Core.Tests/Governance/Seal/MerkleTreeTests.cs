using Herdbook.Core.Governance.Seal;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Seal;

/// <summary>The leaves, roots and proofs are those that the Certificate Transparency project publishes with its implementations of RFC 6962.</summary>
public sealed class MerkleTreeTests
{
    private static readonly byte[][] Leaves = [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString).Select(data => MerkleHash.Leaf(data))];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    private const string A = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    private const string B = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private const string C = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
    private const string D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private const string E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    private const string F = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    private const string G = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

    [Fact]
    public void Roots_are_the_published_ones()
    {
        for (var size = 0; size < Roots.Length; size++)
        {
            Assert.Equal(Roots[size], Convert.ToHexStringLower(MerkleTree.Root(Leaves[..size])));
        }
    }

    [Theory]
    [InlineData(0, 8, A, B, C)]
    [InlineData(5, 8, D, E, F)]
    [InlineData(0, 1)]
    public void Inclusion_proofs_are_the_published_ones(long index, long size, params string[] proof) =>
        Assert.Equal(proof, MerkleTree.Inclusion(index, size, Complete).Select(Convert.ToHexStringLower));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8, A, B, C)]
    [InlineData(6, 8, G, E, F)]
    [InlineData(2, 5, B, D)]
    public void Consistency_proofs_are_the_published_ones(long from, long to, params string[] proof) =>
        Assert.Equal(proof, MerkleTree.Consistency(from, to, Complete).Select(Convert.ToHexStringLower));

    [Fact]
    public void Every_proof_of_a_small_tree_verifies_and_none_verifies_for_another_place_or_root()
    {
        var leaves = Enumerable.Range(0, 40).Select(i => MerkleHash.Leaf([(byte)i])).ToArray();
        byte[] Hash(MerkleNode node) => MerkleTree.Root(leaves[(int)node.First..(int)node.End]);
        for (var size = 1; size <= leaves.Length; size++)
        {
            var root = MerkleTree.Root(leaves[..size]);
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleTree.Inclusion(index, size, Hash);
                Assert.True(MerkleTree.VerifyInclusion(leaves[index], index, size, proof, root));
                Assert.False(MerkleTree.VerifyInclusion(leaves[index], index + 1, size, proof, root));
                Assert.False(MerkleTree.VerifyInclusion(MerkleHash.Empty, index, size, proof, root));
                Assert.False(MerkleTree.VerifyInclusion(leaves[index], index, size, [.. proof, root], root));
            }

            for (var from = 1; from <= size; from++)
            {
                var older = MerkleTree.Root(leaves[..from]);
                var proof = MerkleTree.Consistency(from, size, Hash);
                Assert.True(MerkleTree.VerifyConsistency(from, older, size, root, proof));
                Assert.False(MerkleTree.VerifyConsistency(from, MerkleHash.Empty, size, root, proof));
                Assert.False(MerkleTree.VerifyConsistency(from, older, size, MerkleHash.Empty, proof));
            }
        }
    }

    [Fact]
    public void A_range_goes_on_where_another_ended()
    {
        var leaves = Enumerable.Range(0, 70).Select(i => MerkleHash.Leaf([(byte)i])).ToArray();
        for (var size = 0; size < leaves.Length; size++)
        {
            var roots = CompactRange.Nodes(size).Select(node => MerkleTree.Root(leaves[(int)node.First..(int)node.End])).ToList();
            var range = new CompactRange(size, roots);
            range.Append(leaves[size]);
            Assert.Equal(MerkleTree.Root(leaves[..(size + 1)]), range.Root());
        }
    }

    private static byte[] Complete(MerkleNode node) => MerkleTree.Root(Leaves[(int)node.First..(int)node.End]);
}
