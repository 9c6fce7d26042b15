namespace Herdbook.Intake.Demo.Year;

/// <summary>What makes known who and what is in the made-up year. Each row brings its own times, which the demo's clock lets stand.</summary>
internal static class YearDefinitionSql
{
    /// <summary>Each row of the demo tenant carries its own times, until the transaction ends.</summary>
    public const string OwnTimes = "select set_config('herdbook.clock', 'row', true)";

    /// <summary>$1 code, $2 provider, $3 context window, $4 input, $5 output, $6 cache read, $7 cache create, $8 at.</summary>
    public const string Models = """
        insert into herd.model_def (model_code, model_provider, model_context_window, model_input_cost_per_m, model_output_cost_per_m,
                                    model_cache_read_cost_per_m, model_cache_create_cost_per_m, created_at, modified_at)
        select code, provider, window_tokens, input, output, read, made, at, at
          from unnest($1::text[], $2::text[], $3::int[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[], $8::timestamptz[])
            as t (code, provider, window_tokens, input, output, read, made, at)
        """;

    /// <summary>$1 code, $2 input, $3 output, $4 cache read, $5 cache create, $6 at.</summary>
    public const string ModelChanges = """
        update herd.model_def m
           set model_input_cost_per_m = input, model_output_cost_per_m = output, model_cache_read_cost_per_m = read,
               model_cache_create_cost_per_m = made, modified_at = at
          from unnest($1::text[], $2::numeric[], $3::numeric[], $4::numeric[], $5::numeric[], $6::timestamptz[]) as t (code, input, output, read, made, at)
         where m.model_code = t.code
        """;

    /// <summary>$1 code, $2 from when, $3 input, $4 output, $5 cache read, $6 cache create, $7 cache create for an hour.</summary>
    public const string Prices = """
        insert into herd.model_price (model_code, valid_from, input_cost_per_m, output_cost_per_m, cache_read_cost_per_m,
                                      cache_create_cost_per_m, cache_create_1h_cost_per_m, price_source)
        select r.*, 'demo: the gateway''s contract'
          from unnest($1::text[], $2::timestamptz[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[]) r
        """;

    /// <summary>$1 code, $2 role, $3 branch prefix, $4 address, $5 model, $6 at.</summary>
    public const string Agents = """
        insert into herd.agent_def (agent_code, agent_role, agent_status, agent_branch_prefix, agent_email, default_model_code, created_at, modified_at)
        select code, role, 'active', prefix, email, model, at, at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) as t (code, role, prefix, email, model, at)
        """;

    /// <summary>$1 code, $2 role, $3 status, $4 model, $5 at.</summary>
    public const string AgentChanges = """
        update herd.agent_def a
           set agent_role = t.role, agent_status = t.status, default_model_code = t.model, modified_at = t.at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as t (code, role, status, model, at)
         where a.agent_code = t.code
        """;

    /// <summary>$1 code, $2 description, $3 at.</summary>
    public const string Crafts = """
        insert into herd.craft_def (craft_code, craft_description, created_at, modified_at)
        select code, about, at, at from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (code, about, at)
        """;

    /// <summary>$1 code, $2 content, $3 at. The database makes the key from the content.</summary>
    public const string CraftVersions = """
        insert into herd.craft_version (craft_code, craft_version_content, created_at)
        select code, content, at from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (code, content, at)
        """;

    public const string Personalities = """
        insert into herd.personality_def (personality_code, personality_description, created_at, modified_at)
        select code, about, at, at from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (code, about, at)
        """;

    public const string PersonalityVersions = """
        insert into herd.personality_version (personality_code, personality_version_content, created_at)
        select code, content, at from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (code, content, at)
        """;

    public const string Skillsets = """
        insert into herd.skillset_def (skillset_code, skillset_description, created_at, modified_at)
        select code, about, at, at from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (code, about, at)
        """;

    public const string SkillsetVersions = """
        insert into herd.skillset_version (skillset_code, skillset_version_content, created_at)
        select code, content, at from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (code, content, at)
        """;

    public const string Skills = """
        insert into herd.skill_def (skill_code, skill_description, skill_source_type, created_at, modified_at)
        select code, about, 'own', at, at from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (code, about, at)
        """;

    public const string SkillVersions = """
        insert into herd.skill_version (skill_code, skill_version_content, created_at)
        select code, content, at from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (code, content, at)
        """;

    /// <summary>$1 skill, $2 skillset, $3 place, $4 at.</summary>
    public const string SkillPlaces = """
        insert into herd.skill_skillset (skill_code, skillset_code, skill_order, created_at)
        select * from unnest($1::text[], $2::text[], $3::int[], $4::timestamptz[])
        """;

    /// <summary>$1 agent, $2 skillset, $3 at.</summary>
    public const string AgentSkillsets = """
        insert into herd.agent_skillset (agent_code, skillset_code, created_at)
        select * from unnest($1::text[], $2::text[], $3::timestamptz[])
        """;

    /// <summary>$1 agent, $2 skillset, $3 at.</summary>
    public const string AgentSkillsetsTaken = """
        update herd.agent_skillset a set deleted_at = t.at
          from unnest($1::text[], $2::text[], $3::timestamptz[]) as t (agent, skillset, at)
         where a.agent_code = t.agent and a.skillset_code = t.skillset
        """;

    /// <summary>$1 code, $2 title, $3 description, $4 status, $5 at.</summary>
    public const string Initiatives = """
        insert into herd.initiative_def (initiative_code, initiative_title, initiative_description, initiative_status, created_at, modified_at)
        select code, title, about, status, at, at from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as t (code, title, about, status, at)
        """;

    /// <summary>$1 code, $2 title, $3 status, $4 whether it is deleted, $5 at.</summary>
    public const string InitiativeChanges = """
        update herd.initiative_def i
           set initiative_title = t.title, initiative_status = t.status, deleted_at = case when t.gone then t.at end, modified_at = t.at
          from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::timestamptz[]) as t (code, title, status, gone, at)
         where i.initiative_code = t.code
        """;

    /// <summary>$1 code, $2 initiative, $3 title, $4 description, $5 at.</summary>
    public const string Projects = """
        insert into herd.project_def (project_code, initiative_code, project_title, project_description, project_status, created_at, modified_at)
        select code, initiative, title, about, 'active', at, at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as t (code, initiative, title, about, at)
        """;

    /// <summary>$1 code, $2 title, $3 status, $4 at.</summary>
    public const string ProjectChanges = """
        update herd.project_def p set project_title = t.title, project_status = t.status, modified_at = t.at
          from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as t (code, title, status, at)
         where p.project_code = t.code
        """;

    /// <summary>$1 code, $2 title, $3 goal, $4 begin, $5 planned end, $6 at.</summary>
    public const string Sprints = """
        insert into herd.sprint_def (sprint_code, sprint_title, sprint_goal, sprint_started_at, sprint_planned_end_at, created_at, modified_at)
        select code, title, goal, starts, ends, at, at
          from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[]) as t (code, title, goal, starts, ends, at)
        """;

    /// <summary>$1 code, $2 at.</summary>
    public const string SprintsEnded = """
        update herd.sprint_def s set sprint_actual_end_at = t.at, modified_at = t.at
          from unnest($1::text[], $2::timestamptz[]) as t (code, at)
         where s.sprint_code = t.code
        """;

    /// <summary>$1 id, $2 agent, $3 type, $4 content, $5 confidence, $6 at.</summary>
    public const string Observations = """
        insert into herd.agent_observation (observation_id, agent_code, observation_type, observation_content, confidence, created_at, modified_at)
        select id, agent, type, content, sure, at, at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::double precision[], $6::timestamptz[]) as t (id, agent, type, content, sure, at)
        """;

    /// <summary>$1 id, $2 at.</summary>
    public const string ObservationsTaken = """
        update herd.agent_observation o set deleted_at = t.at, modified_at = t.at
          from unnest($1::text[], $2::timestamptz[]) as t (id, at)
         where o.observation_id = t.id
        """;

    /// <summary>$1 id, $2 type, $3 context, $4 decision, $5 rationale, $6 alternatives, $7 by whom, $8 ticket, $9 at.</summary>
    public const string Decisions = """
        insert into herd.decision_record (decision_id, decision_type, context, decision, rationale, alternatives_considered, decided_by, ticket_code, created_at, modified_at)
        select t.*, t.at
          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
            as t (id, type, context, decision, rationale, alternatives, decider, ticket, at)
        """;
}
