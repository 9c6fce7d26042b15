using System.Globalization;
using System.Text;

namespace Herdbook.Catalog.Rows;

/// <summary>A statement as it grows: text of our own, names of the catalog, and values that become parameters.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _sql = new(512);
    private readonly List<RowParameter> _parameters = [];
    private int _aliases;

    /// <param name="sql">Ours; never a word of the request.</param>
    public SqlText Add(string sql)
    {
        _sql.Append(sql);
        return this;
    }

    /// <summary>A declared name, quoted, after a table's alias.</summary>
    public SqlText Column(string alias, string name)
    {
        _sql.Append(alias).Append('.').Append(Quote.Name(name));
        return this;
    }

    public SqlText Table(TableDeclaration table)
    {
        _sql.Append(Quote.Name(table.Module)).Append('.').Append(Quote.Name(table.Name));
        return this;
    }

    /// <summary>A parameter, cast to its type. The same value is the same parameter, so that two expressions over it are equal.</summary>
    public SqlText Value(string? text, string type, string? column = null)
    {
        var parameter = new RowParameter(text, type, column);
        var index = _parameters.Count < 64 ? _parameters.IndexOf(parameter) : -1;
        if (index < 0)
        {
            index = _parameters.Count;
            _parameters.Add(parameter);
        }

        _sql.Append('$').Append((index + 1).ToString(CultureInfo.InvariantCulture)).Append("::").Append(type);
        return this;
    }

    /// <summary>A name for a table in this statement that no other has.</summary>
    public string Alias() => $"t{_aliases++}";

    public RowStatement Done() => new(_sql.ToString(), _parameters);
}
