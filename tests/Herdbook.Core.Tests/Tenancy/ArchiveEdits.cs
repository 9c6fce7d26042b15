using System.IO.Compression;
using System.Text;

namespace Herdbook.Core.Tests.Tenancy;

/// <summary>Changes an archive as somebody would who holds it.</summary>
internal static class ArchiveEdits
{
    public static byte[] Changed(byte[] archive, Action<ZipArchive> change)
    {
        using var file = new MemoryStream();
        file.Write(archive);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            change(zip);
        }

        return file.ToArray();
    }

    public static void Add(ZipArchive zip, string name, string content)
    {
        using var to = zip.CreateEntry(name).Open();
        to.Write(Encoding.UTF8.GetBytes(content));
    }

    public static void Replace(ZipArchive zip, string name, string content)
    {
        zip.GetEntry(name)!.Delete();
        Add(zip, name, content);
    }

    public static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
