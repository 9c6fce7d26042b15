using System.Globalization;

namespace Herdbook.Bench.Rows;

/// <summary>The rows that both servers hold: tickets of projects, a hundred each, the same keys and texts.</summary>
internal static class TicketRows
{
    /// <summary>How many rows a batch has.</summary>
    public const int Batch = 1_000;

    /// <summary>How many rows a list shows.</summary>
    public const int Page = 25;

    private const string Columns = "ticket_code, project_code, ticket_title, ticket_description, ticket_tshirt_size";

    public const string DirectusTables = """
        create table project_def (project_code text primary key, project_title text);
        create table ticket_def (
            ticket_code text primary key,
            project_code text references project_def,
            ticket_title text,
            ticket_description text,
            ticket_tshirt_size text check (ticket_tshirt_size in ('XS', 'S', 'M', 'L', 'XL')),
            ticket_acceptance_criteria text,
            ticket_current_status text default 'todo',
            current_sprint_code text,
            created_at timestamptz not null default now(),
            modified_at timestamptz not null default now(),
            deleted_at timestamptz);
        create index on ticket_def (project_code);
        create index on ticket_def (current_sprint_code, ticket_current_status);
        insert into directus_collections (collection) values ('project_def'), ('ticket_def')
        """;

    public static int Projects(int rows) => Math.Max(1, rows / 100);

    /// <summary>Fills either's tables.</summary>
    public static string Fill(string schema, int rows) => string.Create(CultureInfo.InvariantCulture, $"""
        insert into {schema}.project_def (project_code, project_title) select 'P-' || n, 'Project ' || n from generate_series(0, {Projects(rows) - 1}) n;
        insert into {schema}.ticket_def ({Columns})
        select 'T-' || n, 'P-' || n % {Projects(rows)}, 'Ticket ' || n, repeat('What is to be done. ', 5), 'M' from generate_series(0, {rows - 1}) n
        """);

    /// <summary>Lua: the number of a row and of a project, and a new row as JSON. Its key is made of the run, the thread and a count.</summary>
    public static string Functions(string mark, int rows) => string.Create(CultureInfo.InvariantCulture, $$"""
        function row() return math.random(0, {{rows - 1}}) end
        function project() return math.random(0, {{Projects(rows) - 1}}) end
        function newrow()
          count = count + 1
          return string.format('{"ticket_code":"{{mark}}-%d-%d","project_code":"P-%d","ticket_title":"Ticket %d","ticket_description":"{{Description}}","ticket_tshirt_size":"M"}', thread_id, count, math.random(0, {{Projects(rows) - 1}}), count)
        end
        function batch()
          local all = {}
          for i = 1, {{Batch}} do all[i] = newrow() end
          return "[" .. table.concat(all, ",") .. "]"
        end
        """);

    /// <summary>The same statements for pgbench, with the tenant entered as Herdbook enters it.</summary>
    public static string Statement(Work work, int rows) => work switch
    {
        Work.Create => In(rows, $"insert into herd.ticket_def ({Columns}) values ('B-' || gen_random_uuid(), 'P-' || :project, 'Ticket', '{Description}', 'M') returning *;"),
        Work.Read => In(rows, "select * from herd.ticket_def where ticket_code = 'T-' || :row and deleted_at is null;"),
        Work.List => In(rows, string.Create(CultureInfo.InvariantCulture, $"select * from herd.ticket_def where project_code = 'P-' || :project and deleted_at is null order by ticket_code limit {Page};")),
        _ => In(rows, string.Create(CultureInfo.InvariantCulture, $"insert into herd.ticket_def ({Columns}) select 'B-' || gen_random_uuid(), 'P-' || :project, 'Ticket', '{Description}', 'M' from generate_series(1, {Batch}) returning *;")),
    };

    private const string Description = "What is to be done. What is to be done. What is to be done. What is to be done. What is to be done. ";

    private static string In(int rows, string statement) => string.Create(CultureInfo.InvariantCulture, $"""
        \set row random(0, {rows - 1})
        \set project random(0, {Projects(rows) - 1})
        begin;
        select set_config('herdbook.tenant', 'default', true), set_config('herdbook.actor', 'http', true);
        {statement}
        commit;

        """);
}
