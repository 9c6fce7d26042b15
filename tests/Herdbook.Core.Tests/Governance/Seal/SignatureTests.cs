using System.Text;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Seal;

public sealed class SignatureTests
{
    /// <summary>RFC 8032, section 7.1, tests 1 to 3.</summary>
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Ed25519_makes_the_signatures_of_the_RFC(string secret, string key, string message, string signature)
    {
        var bytes = Convert.FromHexString(message);
        Assert.Equal(key, Convert.ToHexStringLower(Ed25519.PublicKey(Convert.FromHexString(secret))));
        Assert.Equal(signature, Convert.ToHexStringLower(Ed25519.Sign(Convert.FromHexString(secret), bytes)));
        Assert.True(Ed25519.Verify(Convert.FromHexString(key), bytes, Convert.FromHexString(signature)));
        Assert.False(Ed25519.Verify(Convert.FromHexString(key), [.. bytes, 0], Convert.FromHexString(signature)));
        Assert.False(Ed25519.Verify(Convert.FromHexString(key), bytes, new byte[64]));
    }

    /// <summary>The example of golang.org/x/mod/sumdb/note, whose format the C2SP specification took over.</summary>
    [Fact]
    public void A_note_that_others_signed_verifies()
    {
        const string Key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        const string Note = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

            """;

        var (name, key) = SignedNote.ReadVerifierKey(Key)!.Value;
        var note = SignedNote.Read(Note.ReplaceLineEndings("\n"))!;

        Assert.True(note.IsSignedBy(name, key));
        Assert.Equal(Note.ReplaceLineEndings("\n"), note.ToString());
        Assert.Equal(Key, SignedNote.VerifierKey(name, key));
        Assert.False((note with { Text = note.Text.Replace("don't", "do", StringComparison.Ordinal) }).IsSignedBy(name, key));
        Assert.False(note.IsSignedBy("Peter", key));
    }

    [Fact]
    public void A_checkpoint_is_read_as_it_was_signed_and_by_its_tenant_and_key_alone()
    {
        var key = CheckpointKey.Open(AuditKeys.Ephemeral());
        var head = new Checkpoint(key.Origin(Tenant.Default), 7, MerkleHash.Empty);
        var note = key.Sign(head).ToString();

        Assert.True(key.Open(Tenant.Default, note)!.Same(head));
        Assert.Null(key.Open(Tenant.Demo, note));
        Assert.Null(CheckpointKey.Open(AuditKeys.Ephemeral()).Open(Tenant.Default, note));
        Assert.Null(key.Open(Tenant.Default, note.Replace("\n7\n", "\n8\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_key_of_a_folder_stays_the_same_and_is_none_of_the_entries_keys()
    {
        var folder = Directory.CreateTempSubdirectory("herdbook-keys-");
        try
        {
            var path = Path.Combine(folder.FullName, "keys");
            var keys = AuditKeys.OpenFolder(path);
            var first = CheckpointKey.Open(keys);
            var again = CheckpointKey.Open(AuditKeys.OpenFolder(path));

            Assert.Equal(first.VerifierKey(Tenant.Default), again.VerifierKey(Tenant.Default));
            Assert.Equal(keys.CurrentId, Assert.Single(AuditKeys.OpenFolder(path).Ids));
            Assert.Null(keys.Sign("checkpoint", Encoding.UTF8.GetBytes("x")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
