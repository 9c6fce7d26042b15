namespace Herdbook.Intake.Demo.Year;

/// <summary>What tickets, pull requests, reviews and blockers of the made-up year say.</summary>
internal static class YearWords
{
    public static readonly IReadOnlyDictionary<string, (string Key, string[] Things)> Projects = new Dictionary<string, (string, string[])>
    {
        ["orchard-api"] = ("ORC", ["the orders list", "refunds", "the webhook signer", "API keys", "the price endpoint", "paging", "the invoice feed", "rate limits"]),
        ["storefront-web"] = ("WEB", ["the checkout", "the cart", "search results", "the gallery", "the address form", "the price tag", "sign-in", "the order page"]),
        ["ledger-core"] = ("LED", ["currency conversion", "period closing", "bank statements", "the trial balance", "the audit export", "tax codes", "rounding"]),
        ["ingest-pipeline"] = ("ING", ["late events", "the backfill", "the daily extract", "the joiner", "deduplication", "the schema check", "the dead letters"]),
        ["field-app"] = ("FLD", ["the delivery list", "the signature pad", "location updates", "the sync queue", "photo upload", "the route map"]),
        ["platform"] = ("PLT", ["database credentials", "the alert rules", "staging", "the build cache", "backups", "the deploy gate", "log retention"]),
    };

    public static readonly IReadOnlyList<(string Kind, string Title, string Ask)> Jobs =
    [
        ("fix", "{0}: a retry does it twice", "A client that tries again gets two of them. Once is enough, whatever the client does."),
        ("fix", "{0} loses the last entry", "The last entry is missing when the page is full. Find out why, and keep a test."),
        ("fix", "{0} times out in the morning", "Between seven and eight the first call takes ten seconds. Make it as quick as the second."),
        ("fix", "Wrong figure in {0}", "Two reports differ by a cent. Say which is right and mend the other."),
        ("feat", "Filter {0} by date", "People look for last week's. Let them say from when to when."),
        ("feat", "Export {0}", "As a file that a spreadsheet opens, with what is shown and no more."),
        ("feat", "{0}: say what went wrong", "The message says 'error'. It should say what happened, what was kept and what to do."),
        ("feat", "Undo for {0}", "Within a minute, without asking anybody."),
        ("feat", "Audit trail of {0}", "Who changed what, and when, for two years."),
        ("perf", "Halve the time of {0}", "It takes 1.8 s at the median. 0.9 s is the aim; measure before and after."),
        ("perf", "Bound the memory of {0}", "It grows until it is killed. 256 MB is enough."),
        ("chore", "Drop what nobody uses in {0}", "The flag has been on for everybody since spring. Remove it and the old way."),
        ("chore", "Tests for {0}", "The happy path is tested and nothing else."),
        ("chore", "Update what {0} depends on", "Two libraries are out of support."),
        ("docs", "Guide to {0}", "A newcomer should be able to use it in ten minutes."),
        ("security", "Check who may see {0}", "Authorisation stands in the page, not on the route. Move it, and test every role."),
    ];

    public static readonly IReadOnlyList<string> Criteria =
    [
        "A test shows it; the guide says it.", "Median and p95 before and after stand in the pull request.", "Works without a network, and says so.",
        "No new dependency.", "The old way still works for one release.", "Both roles tried it.",
    ];

    public static readonly IReadOnlyList<string> Blockers =
    [
        "waits for access to the staging database", "waits for an answer from accounting", "the certificate of the test gateway expired",
        "the upstream service answers 503", "two requirements contradict each other", "the design of the empty state is missing", "waits for a release of the client library",
    ];

    /// <summary>By category: what a reviewer finds. A pattern has the number of its text.</summary>
    public static readonly IReadOnlyList<(string Category, int Weight, string[] Texts)> Findings =
    [
        ("correctness", 28, ["The loop stops one before the end.", "The error of the second call is dropped.", "An empty list ends in a division by zero.", "The time zone of the server decides the day."]),
        ("tests", 22, ["The new branch has no test.", "The test passes without the change.", "The test sleeps for a second instead of waiting for the event."]),
        ("design", 14, ["This belongs to the caller: two callers want it differently.", "A second place that knows the format."]),
        ("security", 9, ["The address goes into the query as text.", "The token stands in the log.", "Nobody checks whose order it is."]),
        ("performance", 10, ["One query for each row.", "The whole file is read into memory."]),
        ("readability", 11, ["The name says what it was, not what it is.", "Three negations in one condition."]),
        ("documentation", 6, ["The guide still shows the old parameter.", "The message does not say what was kept."]),
    ];

    public static readonly IReadOnlyList<(string Type, string Text)> Observations =
    [
        ("pattern", "Retries without a key are the cause of most double bookings."), ("risk", "The nightly backfill and the stream write to the same table at the same time."),
        ("improvement", "Asking for the failing test first halves the rounds of review."), ("pattern", "Findings about time zones come from the same two files."),
        ("risk", "Only one agent has ever touched the rounding code."), ("improvement", "Smaller pull requests are merged on the same day."),
        ("pattern", "Tickets that wait for accounting wait for two days."), ("improvement", "Reviews with the line number are answered quicker."),
        ("risk", "The test gateway's certificate expires without an alert."), ("pattern", "The first call after a deploy is slow."),
    ];

    public static readonly IReadOnlyList<(string Type, string Context, string Decision, string Rationale, string Alternatives)> Decisions =
    [
        ("architecture", "Refunds came twice.", "Every write takes an idempotency key.", "The client cannot know whether its first try arrived.", "A time window; a lock on the order."),
        ("process", "Reviews took three rounds.", "A pull request starts with its failing test.", "The reviewer sees at once what it is for.", "Longer descriptions; pair work."),
        ("tooling", "The old model is retired.", "New work runs on the next model of the same family.", "The same price or less, and fewer rounds.", "Stay until the last day."),
        ("architecture", "Two sources of the exchange rate.", "The ledger's rate counts.", "It is the one that is audited.", "The gateway's rate; the mean."),
        ("process", "Work waited for people at weekends.", "Nothing is handed over on a Friday afternoon.", "It was never looked at before Monday.", "A rota."),
        ("architecture", "Deep pages timed out.", "Lists are paged by cursor.", "Its cost does not grow with the page.", "A limit on the page number."),
    ];
}
