namespace Herdbook.Catalog;

/// <summary>Functions over values: whether JSON has a shape, the words of a list, and how far two embeddings are apart.</summary>
internal static class ShapeFunctions
{
    private const string MatchesShape = """
        declare
            kind text := jsonb_typeof(value);
        begin
            if shape ? 'type' and not exists (
                select from jsonb_array_elements_text(case jsonb_typeof(shape -> 'type') when 'array' then shape -> 'type' else jsonb_build_array(shape -> 'type') end) t (name)
                 where t.name = kind or (t.name = 'integer' and kind = 'number' and (value #>> '{}')::numeric % 1 = 0)) then
                return false;
            end if;
            if shape ? 'const' and value <> shape -> 'const' then
                return false;
            end if;
            if shape ? 'enum' and not exists (select from jsonb_array_elements(shape -> 'enum') e (one) where e.one = value) then
                return false;
            end if;
            if shape ? 'anyOf' and not exists (select from jsonb_array_elements(shape -> 'anyOf') e (one) where [catalog].matches_shape(value, e.one)) then
                return false;
            end if;
            if kind = 'object' then
                return not (shape ? 'required' and exists (select from jsonb_array_elements_text(shape -> 'required') r (name) where not value ? r.name))
                   and not (shape ? 'properties' and exists (
                       select from jsonb_each(shape -> 'properties') p (name, rule) where value ? p.name and not [catalog].matches_shape(value -> p.name, p.rule)))
                   and not (shape ? 'additionalProperties' and exists (
                       select from jsonb_each(value) v (name, one)
                        where not coalesce(shape -> 'properties', '{}') ? v.name
                          and (shape -> 'additionalProperties' = 'false'
                               or (jsonb_typeof(shape -> 'additionalProperties') = 'object' and not [catalog].matches_shape(v.one, shape -> 'additionalProperties')))));
            elsif kind = 'array' then
                return jsonb_array_length(value) >= coalesce((shape ->> 'minItems')::numeric, 0)
                   and jsonb_array_length(value) <= coalesce((shape ->> 'maxItems')::numeric, jsonb_array_length(value))
                   and not (shape ? 'items' and exists (select from jsonb_array_elements(value) v (one) where not [catalog].matches_shape(v.one, shape -> 'items')));
            elsif kind = 'string' then
                return char_length(value #>> '{}') >= coalesce((shape ->> 'minLength')::numeric, 0)
                   and char_length(value #>> '{}') <= coalesce((shape ->> 'maxLength')::numeric, char_length(value #>> '{}'))
                   and (not shape ? 'pattern' or (value #>> '{}') ~ (shape ->> 'pattern'));
            elsif kind = 'number' then
                return (value #>> '{}')::numeric >= coalesce((shape ->> 'minimum')::numeric, (value #>> '{}')::numeric)
                   and (value #>> '{}')::numeric <= coalesce((shape ->> 'maximum')::numeric, (value #>> '{}')::numeric);
            end if;
            return true;
        end
        """;

    private const string Words = """
        begin
            return array_to_string(list, ' ');
        end
        """;

    // No text makes more words than a tsvector holds, so this never fails; only the beginning of a long one is searched.
    private const string SearchWords = """
        begin
            return to_tsvector('pg_catalog.simple'::regconfig, left(array_to_string(parts, ' '), 200000));
        end
        """;

    // 1 - a.b / (|a| |b|), as pgvector computes it: 0 for the same direction, NaN when one has no direction.
    private const string CosineDistance = """
        declare
            dot double precision := 0;
            left_square double precision := 0;
            right_square double precision := 0;
        begin
            if cardinality(a) <> cardinality(b) then
                raise exception using errcode = 'data_exception', message = format('different vector dimensions %s and %s', cardinality(a), cardinality(b));
            end if;
            select sum(u.x::double precision * u.y), sum(u.x::double precision * u.x), sum(u.y::double precision * u.y)
              into dot, left_square, right_square
              from unnest(a, b) u (x, y);
            if left_square = 0 or right_square = 0 then
                return 'NaN';
            end if;
            return 1 - greatest(-1, least(1, dot / (sqrt(left_square) * sqrt(right_square))));
        end
        """;

    public static IEnumerable<Statement> Functions(string catalog, ServerFeatures server)
    {
        var schema = Quote.Name(catalog);
        yield return Of("matches_shape", $"{schema}.matches_shape(value jsonb, shape jsonb) returns boolean", MatchesShape.Replace("[catalog]", catalog, StringComparison.Ordinal));
        yield return Of("words", $"{schema}.words(list text[]) returns text", Words);
        yield return Of("search_words", $"{schema}.search_words(variadic parts text[]) returns tsvector", SearchWords);
        yield return Of("cosine_distance", $"{schema}.cosine_distance(a real[], b real[]) returns double precision", CosineDistance);
        if (server.VectorSchema is { } vector)
        {
            var type = $"{Quote.Name(vector)}.vector";
            yield return Of("cosine_distance", $"{schema}.cosine_distance(a {type}, b {type}) returns double precision",
                $"begin\n    return a operator({Quote.Name(vector)}.<=>) b;\nend");
        }
    }

    private static Statement Of(string name, string head, string body) => new(
        $"create function {head} language plpgsql immutable strict parallel safe security invoker set search_path = pg_catalog as $body$\n{body}\n$body$",
        DesiredSchema.CatalogModule, $"function {name}", SourceMark.None);
}
