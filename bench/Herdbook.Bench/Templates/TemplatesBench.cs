using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Templating;

namespace Herdbook.Bench.Templates;

/// <summary>The same templates rendered by Herdbook, CPython's Jinja2 and nunjucks, each in a process of its own, one after the other.</summary>
internal sealed class TemplatesBench(Workbench workbench, int seconds)
{
    private sealed record Answer(double Render, double Parse, string Text);

    private sealed record Peer(string Name, Answer[] Answers);

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Prints the times and their ratios; false when an engine printed something else.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Measured.RequirePrograms("python3", "node");
        var cases = TemplateCases.All(Path.GetFullPath(Path.Combine(workbench.Root, "..", "shared", "data")));
        Directory.CreateDirectory(workbench.Out);
        var file = Path.Combine(workbench.Out, "templates.json");
        await File.WriteAllTextAsync(file, new JsonArray([.. cases.Select(Written)]).ToJsonString(), ct);
        var sources = Path.Combine(workbench.Npm, "Herdbook.Bench", "Templates");
        var python = await PeerAsync("python3", Path.Combine(sources, "peer.py"), file, ct);
        var nunjucks = await PeerAsync("node", Path.Combine(sources, "peer.cjs"), file, ct);
        Console.WriteLine(Text($"{Environment.ProcessorCount} cores; microseconds a render, {seconds} s each; a ratio is how many times faster Herdbook is"));
        Console.WriteLine(Text($"beside {python.Name} and {nunjucks.Name}"));
        Console.WriteLine();
        Console.WriteLine($"{"",-34}{"Herdbook",12}{"Jinja2",12}{"ratio",8}{"nunjucks",12}{"ratio",8}");
        var same = true;
        for (var at = 0; at < cases.Length; at++)
        {
            var ours = Measure(cases[at], ct);
            var (jinja, nun) = (python.Answers[at], nunjucks.Answers[at]);
            Row($"{cases[at].Name}, {ours.Text.Length:N0} chars", ours.Render, jinja.Render, nun.Render);
            Row("  parsed afresh", ours.Parse, jinja.Parse, nun.Parse);
            same &= Same(cases[at].Name, "Jinja2", ours.Text, jinja.Text) & Same(cases[at].Name, "nunjucks", ours.Text, nun.Text);
        }

        Console.WriteLine();
        Console.WriteLine(same ? "All three printed the same." : "THE TEXTS DIFFER.");
        return same;
    }

    private Answer Measure(TemplateCase given, CancellationToken ct)
    {
        using var json = JsonDocument.Parse(given.Vars.ToJsonString());
        var vars = json.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => Value.FromJson(member.Value));
        var environment = new TemplateEnvironment(new TemplateOptions { TrimBlocks = true, LstripBlocks = true });
        var template = environment.Parse(given.Source);
        return new Answer(
            Microseconds(() => template.Render(vars, ct)),
            Microseconds(() => environment.ParseAfresh(given.Source).Render(vars, ct)),
            template.Render(vars, ct));
    }

    private double Microseconds(Action work)
    {
        Repeat(work, seconds / 3.0);
        var (rounds, took) = Repeat(work, seconds);
        return took.TotalMicroseconds / rounds;
    }

    private static (long Rounds, TimeSpan Took) Repeat(Action work, double seconds)
    {
        var clock = Stopwatch.StartNew();
        var rounds = 0L;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            work();
            rounds++;
        }

        return (rounds, clock.Elapsed);
    }

    private async Task<Peer> PeerAsync(string program, string script, string file, CancellationToken ct)
    {
        var environment = new Dictionary<string, string> { ["NODE_PATH"] = Path.Combine(workbench.Npm, "node_modules"), ["PYTHONHASHSEED"] = "0" };
        var run = await Measured.RequireAsync(program, [script, file, seconds.ToString(CultureInfo.InvariantCulture)], environment, ct);
        return JsonSerializer.Deserialize<Peer>(run.Output, Web) ?? throw new BenchException($"{script} printed nothing.");
    }

    private static JsonObject Written(TemplateCase given) => new() { ["source"] = given.Source, ["vars"] = given.Vars.DeepClone() };

    private static bool Same(string name, string peer, string ours, string theirs)
    {
        if (ours == theirs)
        {
            return true;
        }

        var at = ours.AsSpan().CommonPrefixLength(theirs);
        Console.WriteLine(Text($"{name}: {peer} differs at character {at}: {Around(ours, at)} and {Around(theirs, at)}"));
        return false;
    }

    private static string Around(string text, int at) => JsonSerializer.Serialize(text[Math.Max(0, at - 20)..Math.Min(text.Length, at + 20)]);

    private static void Row(string what, double ours, double jinja, double nunjucks) =>
        Console.WriteLine(Text($"{what,-34}{ours,12:N1}{jinja,12:N1}{jinja / ours,8:N1}{nunjucks,12:N1}{nunjucks / ours,8:N1}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
