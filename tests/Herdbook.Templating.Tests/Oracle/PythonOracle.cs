using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xunit;

[assembly: AssemblyFixture(typeof(Herdbook.Templating.Tests.PythonOracle))]

namespace Herdbook.Templating.Tests;

/// <summary>CPython's Jinja2 in a process of its own, which answers what it makes of templates and of single operations.</summary>
public sealed class PythonOracle : IDisposable
{
    private readonly Process? _process;
    private readonly Lock _lock = new();

    public PythonOracle()
    {
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
        {
            if (Start(python) is { } process)
            {
                _process = process;
                return;
            }
        }
    }

    /// <summary>The version of Jinja2 and of Python that answer.</summary>
    internal string Version { get; private set; } = "";

    /// <summary>Asks all of these at once and gives the answers in their order.</summary>
    internal List<OracleAnswer> Ask(IReadOnlyList<OracleQuestion> questions)
    {
        if (_process is null)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", "No python3 here imports jinja2.");
            Assert.Fail("No python3 here imports jinja2, and CI is true.");
        }

        lock (_lock)
        {
            var answers = new List<OracleAnswer>(questions.Count);
            var writing = Task.Run(() =>
            {
                foreach (var question in questions)
                {
                    _process.StandardInput.Write(question.ToJson() + "\n");
                }

                _process.StandardInput.Flush();
            });
            for (var at = 0; at < questions.Count; at++)
            {
                answers.Add(OracleAnswer.Parse(
                    _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"Python ended at {questions[at]}")));
            }

            writing.GetAwaiter().GetResult();
            return answers;
        }
    }

    internal OracleAnswer Ask(OracleQuestion question) => Ask([question])[0];

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(5_000))
            {
                _process.Kill();
            }
        }

        _process?.Dispose();
    }

    private Process? Start(string python)
    {
        try
        {
            var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "Oracle", "oracle.py")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(false),
                StandardOutputEncoding = Encoding.UTF8,
            };
            var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            if (process.StandardOutput.ReadLine() is { } hello)
            {
                Version = hello;
                return process;
            }

            process.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No such program here.
        }

        return null;
    }
}

/// <summary>What Python answered: an output, or the kind of its refusal.</summary>
internal sealed record OracleAnswer(string? Output, string? Error, string? Message)
{
    internal static OracleAnswer Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return root.TryGetProperty("output", out var output)
            ? new OracleAnswer(Lone.Read(output), null, null)
            : new OracleAnswer(null, root.GetProperty("error").GetString(), $"{root.GetProperty("type").GetString()}: {Lone.Read(root.GetProperty("message"))}");
    }

    public override string ToString() => Output ?? $"[{Error}] {Message}";
}

/// <summary>Strings of JSON that may hold surrogates without their partners, which .NET's reader refuses.</summary>
internal static class Lone
{
    internal static string Read(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText();
        }
    }
}
