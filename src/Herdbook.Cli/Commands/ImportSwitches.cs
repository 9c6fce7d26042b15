using System.CommandLine;
using Herdbook.Intake;

namespace Herdbook.Cli.Commands;

/// <summary>How transcripts are read: the switches of `import` and `up`, each with a variable that sets it for good.</summary>
internal static class ImportSwitches
{
    private static readonly Option<string[]> Redact = new("--redact")
    {
        Description = "Blot out before anything is stored: keys, emails, home, or all (HERDBOOK_REDACT).",
        HelpName = "RULES",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => Variable("HERDBOOK_REDACT") is { } rules ? [rules] : [],
    };

    private static readonly Option<string?> RedactRules = new("--redact-rules")
    {
        Description = "A file of regular expressions, one a line; what they match is blotted out (HERDBOOK_REDACT_RULES).",
        HelpName = "FILE",
        DefaultValueFactory = _ => Variable("HERDBOOK_REDACT_RULES"),
    };

    private static readonly Option<string> Billing = new("--billing")
    {
        Description = "How the calls are paid: api, or subscription, which is booked at list price and labelled as imputed (HERDBOOK_BILLING).",
        HelpName = "api|subscription",
        DefaultValueFactory = _ => Variable("HERDBOOK_BILLING") ?? "api",
    };

    public static void AddTo(Command command)
    {
        Billing.AcceptOnlyFromAmong("api", "subscription");
        AddRedactionTo(command);
        command.Options.Add(Billing);
    }

    public static void AddRedactionTo(Command command)
    {
        command.Options.Add(Redact);
        command.Options.Add(RedactRules);
    }

    /// <exception cref="Core.RefusedException">`redaction_rule`.</exception>
    public static Redaction RedactionOf(ParseResult parsed) => Redaction.Create(Rules(parsed), parsed.GetValue(RedactRules));

    /// <exception cref="Core.RefusedException">`redaction_rule`, `billing`.</exception>
    public static ImportOptions Of(ParseResult parsed) => new()
    {
        Redaction = RedactionOf(parsed),
        Subscription = parsed.GetValue(Billing) switch
        {
            "subscription" => true,
            "api" => false,
            var other => throw new Core.RefusedException("billing", $"HERDBOOK_BILLING is '{other}'; it may be api or subscription."),
        },
    };

    /// <summary>The same switches for the same program, started again.</summary>
    public static IEnumerable<string> Again(ParseResult parsed)
    {
        foreach (var rule in Rules(parsed))
        {
            yield return "--redact";
            yield return rule;
        }

        if (parsed.GetValue(RedactRules) is { } file)
        {
            yield return "--redact-rules";
            yield return Path.GetFullPath(file);
        }

        yield return "--billing";
        yield return parsed.GetValue(Billing)!;
    }

    private static IEnumerable<string> Rules(ParseResult parsed) =>
        (parsed.GetValue(Redact) ?? []).SelectMany(r => r.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
