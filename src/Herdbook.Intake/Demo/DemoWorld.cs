namespace Herdbook.Intake.Demo;

/// <param name="Ticket">The code that the branch carries, or NULL for work without a ticket.</param>
internal sealed record DemoTask(string Title, string Ask, string Branch, string? Ticket, IReadOnlyList<string> Files);

/// <param name="Test">The command that runs its tests.</param>
internal sealed record DemoProject(string Folder, string Repository, string Language, string Test, IReadOnlyList<DemoTask> Tasks);

/// <summary>A type of subagent that conversations hand work to.</summary>
/// <param name="OwnFile">Its messages stand in a file of their own, not among the conversation's progress lines.</param>
internal sealed record DemoSubagent(string Type, string Errand, string Ask, string ModelCode, bool OwnFile);

/// <summary>The invented company whose agents the demo fleet shows.</summary>
internal static class DemoWorld
{
    public const string Opus = "claude-opus-4-6";
    public const string Sonnet = "claude-sonnet-4-5-20250929";
    public const string Haiku = "claude-haiku-4-5-20251001";

    /// <summary>A model of the company's own, which no price list knows: its calls stay unpriced.</summary>
    public const string Unlisted = "meadow-coder-1";

    public static readonly IReadOnlyList<DemoSubagent> Subagents =
    [
        new("Explore", "Find every caller", "Find everything that calls this, with file and line, and say which callers would break.", Haiku, false),
        new("Plan", "Plan the change", "Read the code that this touches and propose an order of small steps, each of which can be shipped.", Opus, false),
        new("code-reviewer", "Review the diff", "Review the diff on this branch. Report only findings that would hold up a merge, most serious first.", Opus, true),
        new("test-writer", "Write the missing tests", "Write tests for the behaviour that changed, starting with the case that failed in production.", Sonnet, true),
        new("security-auditor", "Look for holes", "Look for injection, missing authorisation and secrets in logs in the files of this branch.", Opus, true),
        new("docs-writer", "Update the guide", "Bring the guide in line with what the code now does. Change no code.", Haiku, false),
        new("migration-planner", "Plan the migration", "Say how to change the table without locking it, and how to go back.", Sonnet, false),
        new("debugger", "Find the cause", "Reproduce the failure, then narrow it down to the commit and line that cause it.", Sonnet, true),
        new("performance-tuner", "Profile the hot path", "Measure the hot path, name the three dearest calls and what each could cost instead.", Sonnet, false),
        new("frontend-developer", "Build the view", "Build the view as designed, with empty, loading and error states.", Unlisted, true),
        new("release-manager", "Draft the release notes", "Read the merged pull requests since the last tag and draft release notes for users.", Haiku, false),
    ];

    public static readonly IReadOnlyList<DemoProject> Projects =
    [
        new("/home/dana/code/orchard-api", "meadow/orchard-api", "go", "go test ./...",
        [
            Work("Rate limits per API key", "Requests of one key can starve all others. Add a rate limit per API key with a burst, and answer 429 with Retry-After.", "feat", "ORC-118", "internal/limit/limiter.go", "internal/http/middleware.go", "internal/http/errors.go"),
            Work("Cursor paging for orders", "The orders list times out on deep pages. Replace offset paging by a cursor, keep the old parameter working for a release.", "feat", "ORC-124", "internal/orders/list.go", "internal/orders/cursor.go", "internal/http/orders.go"),
            Work("Idempotent refunds", "A client that retries a refund gets two. Make refunds idempotent by key.", "fix", "ORC-131", "internal/refunds/service.go", "internal/refunds/store.go", "internal/refunds/service_test.go"),
            Work("Drop the legacy webhook signer", "Nobody uses the SHA-1 webhook signature any more. Remove it and its flag.", "chore", null, "internal/webhooks/sign.go", "internal/config/flags.go"),
            Work("Trace slow queries", "Log every query above 200 ms with its trace id, without its parameters.", "feat", "ORC-140", "internal/db/pool.go", "internal/db/trace.go"),
        ]),
        new("/home/dana/code/storefront-web", "meadow/storefront-web", "ts", "npm test",
        [
            Work("Guest checkout", "Let people buy without an account. Ask for the account after the purchase.", "feat", "WEB-402", "src/checkout/Guest.tsx", "src/checkout/useCart.ts", "src/checkout/Guest.test.tsx"),
            Work("Search results flicker", "Results of an earlier query overwrite those of a later one. Show only what belongs to the last query.", "fix", "WEB-417", "src/search/useSearch.ts", "src/search/Results.tsx"),
            Work("Keyboard access to the gallery", "The picture gallery cannot be used from the keyboard. Fix it and test it.", "fix", "WEB-420", "src/gallery/Gallery.tsx", "src/gallery/Gallery.test.tsx"),
            Work("Halve the first load", "The first page loads 900 KB of script. Bring it under 450 KB.", "perf", "WEB-433", "vite.config.ts", "src/main.tsx", "src/routes.tsx"),
            Work("Prices with tax by country", "Show prices with the tax of the visitor's country.", "feat", "WEB-441", "src/pricing/tax.ts", "src/pricing/Price.tsx"),
        ]),
        new("/home/lee/src/ledger-core", "meadow/ledger-core", "rs", "cargo test",
        [
            Work("Rounding at currency conversion", "The sum of converted lines differs from the converted sum by a cent. Round once, and say where.", "fix", "LED-77", "src/money/convert.rs", "src/money/round.rs", "tests/convert.rs"),
            Work("Close a period", "Accountants must be able to close a month. Bookings into a closed month are refused.", "feat", "LED-81", "src/period/mod.rs", "src/booking/validate.rs", "migrations/0031_period.sql"),
            Work("Reconcile bank statements", "Match statement lines to bookings by reference, then by amount and date. Leave the rest for people.", "feat", "LED-84", "src/reconcile/matcher.rs", "src/reconcile/statement.rs"),
            Work("Export for auditors", "Auditors want every booking with its evidence as one file per month.", "feat", "LED-90", "src/export/audit.rs", "src/export/csv.rs"),
        ]),
        new("/home/lee/src/ingest-pipeline", "meadow/ingest-pipeline", "py", "pytest -q",
        [
            Work("Late events are lost", "Events that arrive after midnight for the day before are dropped. Book them to their day.", "fix", "ING-210", "ingest/window.py", "ingest/late.py", "tests/test_window.py"),
            Work("Backfill without double counting", "A backfill counts rows twice when it overlaps the stream. Make it safe to run at any time.", "fix", "ING-214", "ingest/backfill.py", "ingest/dedupe.py"),
            Work("Parquet instead of CSV", "Write the daily extract as Parquet, partitioned by day.", "feat", "ING-219", "ingest/sink.py", "ingest/schema.py"),
            Work("Bound the memory of the joiner", "The joiner grows until it is killed. Spill to disk beyond 512 MB.", "perf", "ING-226", "ingest/join.py", "ingest/spill.py", "tests/test_join.py"),
        ]),
        new("/home/sam/projects/field-app", "meadow/field-app", "kt", "./gradlew test",
        [
            Work("Work without a network", "Drivers lose signal. Keep deliveries usable offline and send changes when the network is back.", "feat", "FLD-55", "app/src/sync/Queue.kt", "app/src/sync/Conflict.kt", "app/src/sync/QueueTest.kt"),
            Work("Battery drain by location", "The app asks for location every second. Ask only while a delivery is under way.", "fix", "FLD-58", "app/src/location/Tracker.kt", "app/src/location/Policy.kt"),
            Work("Sign on glass", "Let the recipient sign on the screen and attach the signature to the delivery.", "feat", "FLD-61", "app/src/signature/Pad.kt", "app/src/delivery/Proof.kt"),
        ]),
        new("/home/sam/projects/platform", "meadow/platform", "tf", "make plan",
        [
            Work("Rotate database credentials", "Rotate the credentials of all databases every 30 days without a restart.", "feat", "PLT-300", "modules/database/rotation.tf", "modules/database/outputs.tf"),
            Work("Alerts that nobody reads", "We get 400 alerts a week. Keep those that somebody acted on in the last quarter.", "chore", "PLT-304", "alerts/rules.yaml", "alerts/routes.yaml"),
            Work("Staging costs as much as production", "Scale staging to zero at night and on weekends.", "perf", null, "environments/staging/main.tf", "modules/cluster/schedule.tf"),
        ]),
    ];

    private static DemoTask Work(string title, string ask, string kind, string? ticket, params string[] files)
    {
        var words = string.Join('-', title.ToLowerInvariant().Split(' '));
        return new DemoTask(title, ask, $"{kind}/{(ticket is null ? "" : ticket + "-")}{words}", ticket, files);
    }
}
