using System.Collections.Frozen;

namespace Herdbook.Server.Pages.Tables;

/// <summary>The colour that stands beside a word. The six are the product's; a word that is not listed is quiet, and still a word.</summary>
public static class StateWords
{
    private static readonly FrozenDictionary<string, string> Colours = Listed(
        ("ok", "done approved active passed pass completed complete succeeded success merged healthy accepted paid verified resolved ok won published stable compliant granted achieved on_track met valid confirmed"),
        ("bad", "failed fail rejected blocked error critical severe expired cancelled canceled denied revoked overdue lost invalid at_risk_high non_compliant violated p0 fatal high_risk dead"),
        ("warn", "warning warn high at_risk changes_requested degraded partial stale disputed contested suspended waiting paused needs_review pending_approval escalated deprecated p1"),
        ("info", "todo new planned proposed draft open pending queued info submitted requested medium sent candidate p2"),
        ("live", "running in_progress in_review started doing working claimed processing leased importing current executing"));

    /// <summary>ok, bad, warn, info, live or quiet: classes of herdbook.css.</summary>
    public static string Colour(string word) => Colours.GetValueOrDefault(word.ToLowerInvariant(), "quiet");

    private static FrozenDictionary<string, string> Listed(params (string Colour, string Words)[] lists) =>
        lists.SelectMany(list => list.Words.Split(' ').Select(word => KeyValuePair.Create(word, list.Colour))).ToFrozenDictionary(StringComparer.Ordinal);
}
