using System.Text.Json.Nodes;
using Herdbook.Core;

namespace Herdbook.Cli.Connect;

/// <summary>The file of a client's settings: read as it is, changed in one place, and replaced in one step.</summary>
internal sealed class ClientFile
{
    private const string Entry = "herdbook";

    private readonly McpClient _client;
    private readonly string _target;

    /// <param name="path">A link is followed: it stays, and its target is changed.</param>
    public ClientFile(McpClient client, string path)
    {
        _client = client;
        Path = System.IO.Path.GetFullPath(path);
        try
        {
            var link = new FileInfo(Path);
            _target = link.LinkTarget is null ? Path : link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path;
            Text = File.Exists(_target) ? File.ReadAllText(_target) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException("file_unreadable", $"{Path} cannot be read: {e.Message} Nothing was changed.", e);
        }
    }

    public string Path { get; }

    /// <summary>As it stands; empty where there is none.</summary>
    public string Text { get; }

    /// <summary>With the entry for Herdbook.</summary>
    public string With(JsonObject entry) => _client.IsToml
        ? TomlSettings.Set(Text, $"{_client.Path[0]}.{Entry}", entry.Select(member => $"{member.Key} = {Toml(member.Value!)}"))
        : JsonSettings.Set(Text, [.. _client.Path, Entry], entry);

    /// <summary>Replaces the file. A new one is its owner's alone, for it holds a token; one that was there keeps its mode.</summary>
    public void Write(string text)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_target)!);
            var mode = File.Exists(_target) && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(_target) : UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var made = _target + ".herdbook-new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(made, options))
            {
                writer.Write(text);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(made, mode);
            }

            File.Move(made, _target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException("file_unwritable", $"{Path} cannot be written: {e.Message} It is as it was.", e);
        }
    }

    private static string Toml(JsonNode value) => value switch
    {
        JsonArray list => $"[{string.Join(", ", list.Select(item => Toml(item!)))}]",
        JsonObject members => $"{{ {string.Join(", ", members.Select(member => $"{member.Key} = {Toml(member.Value!)}"))} }}",
        JsonValue text when text.TryGetValue<string>(out var word) => TomlSettings.Text(word),
        _ => value.ToJsonString(),
    };
}
