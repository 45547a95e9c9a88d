using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Hourglass.Evaluation;

/// <summary>The map of codes: a dot per sample, colored by its label or, without labels, by its error.</summary>
internal sealed class ReportMapFigure
{
    /// <summary>Labels with colors of their own; the rarer ones share one.</summary>
    public const int MostColors = 60;

    private const int Palette = 10;
    private const int MostNamesOnMap = 20;
    private const int ErrorSteps = 8;
    private const int LegendLength = 14;
    private const double Border = 0.03;

    private readonly ReportMap _map;
    private readonly IReadOnlyList<string> _labelNames;
    private readonly List<Group> _groups;
    private readonly int[] _order;

    /// <summary>Sorts the samples of a map into groups of one color.</summary>
    public ReportMapFigure(ReportMap map, IReadOnlyList<string> labelNames)
    {
        (_map, _labelNames) = (map, labelNames);
        _groups = labelNames.Count > 0 ? GroupsByLabel() : GroupsByError();
        _order = [.. _groups.SelectMany(group => group.Members)];
    }

    /// <summary>The figure, its legend, and the data that the script shows beside the pointer.</summary>
    public Markup Draw()
    {
        var dots = Markup.Join(_groups.Select((group, i) => Markup.Of(
            $"""<g data-group="{i}" style="--c:{group.Color}">{Markup.Join(group.Members.Select(Dot))}</g>""")));
        var names = _labelNames.Count is > 0 and <= MostNamesOnMap ? Markup.Join(_groups.Select(NameOnMap)) : Markup.None;
        var what = _labelNames.Count > 0 ? "colored by label" : "colored by error";
        return Markup.Of($"""
            <div class="map-and-legend">
            <div class="map" id="map-figure">
            <svg role="img" tabindex="0"
            aria-label="Map of the codes of {ReportText.Count(_order.Length)} samples, {what}. Arrow keys walk from sample to sample.">
            {dots}<g class="names" aria-hidden="true">{names}</g>
            </svg>
            <canvas hidden="hidden" aria-hidden="true"></canvas>
            <div class="tip" role="status" hidden="hidden"></div>
            </div>
            <div class="legend">{Legend()}{Switch()}</div>
            </div>
            {Sheet()}<script type="application/json" id="map-data">{Json()}</script>
            """);
    }

    private Markup Dot(int i) => Markup.Of($"""<circle cx="{Percent(_map.X[i])}%" cy="{Percent(1 - _map.Y[i])}%"/>""");

    /// <summary>The name of a label at the median of its dots.</summary>
    private Markup NameOnMap(Group group, int i)
    {
        var x = Median(group.Members.Select(member => (double)_map.X[member]));
        var y = Median(group.Members.Select(member => (double)_map.Y[member]));
        return Markup.Of($"""
            <text class="middle" data-group="{i}" x="{Percent(x)}%" y="{Percent(1 - y)}%"
            dy="0.35em">{ReportText.Cut(group.Name, 14)}</text>
            """);
    }

    private Markup Legend()
    {
        var worst = _groups.Max(group => MeanError(group));
        var decimals = ReportText.Decimals(_groups.Select(MeanError));
        var rows = Markup.Join(_groups.Select((group, i) => Markup.Of($"""
            <tr data-group="{i}"><th scope="row"><button type="button" aria-pressed="false" title="{group.Name}"><i
            style="--c:{group.Color}"></i>{ReportText.Cut(group.Name, LegendLength)}</button></th>
            <td>{ReportText.Count(group.Members.Length)}</td><td class="wide-cell">{ReportText.Number(MeanError(group), decimals)}</td>
            <td class="wide-cell"><span class="bar"
            style="--w:{(worst > 0 && double.IsFinite(worst) ? 100 * MeanError(group) / worst : 0)}%"></span></td></tr>
            """)));
        return Markup.Of($"""
            <table><thead><tr><th scope="col">{(_labelNames.Count > 0 ? "label" : "error")}</th><th scope="col">samples</th><th scope="col"
            colspan="2" class="wide-cell">mean error</th></tr></thead>
            <tbody>{rows}</tbody></table>
            """);
    }

    private Markup Switch() => _map.Thumb.Size == 0 ? Markup.None : Markup.Of($"""
        <div class="switch" role="group" aria-label="What stands for a sample"><button type="button" data-view="dots"
        aria-pressed="true">dots</button><button type="button" data-view="pictures" aria-pressed="false">pictures</button></div>
        """);

    private Markup Sheet()
    {
        if (_map.Thumb.Size == 0)
            return Markup.None;
        var sorted = new float[_map.Thumbs.Length];
        var size = _map.Thumb.Size;
        for (var i = 0; i < _order.Length; i++)
            _map.Thumbs.AsSpan(_order[i] * size, size).CopyTo(sorted.AsSpan(i * size));
        return Markup.Of($"""<img id="map-sheet" alt="" hidden="hidden" src="{ReportPictures.SheetUri(sorted, _map.Thumb, SheetColumns)}">""");
    }

    private int SheetColumns => (int)Math.Ceiling(Math.Sqrt(_order.Length));

    /// <summary>What the script needs. The encoder of System.Text.Json escapes &lt;, &gt; and &amp;, so that no name can end the script element.</summary>
    private Markup Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("width", _map.Thumb.Width);
            json.WriteNumber("height", _map.Thumb.Height);
            json.WriteNumber("columns", SheetColumns);
            json.WriteBoolean("ink", _map.Thumb.Channels == 1);
            Strings("names", _order.Select(i => ReportText.Printable(_map.Names[i])));
            Strings("errors", _order.Select(i => ReportText.Number(_map.Errors[i])));
            Strings("labels", _labelNames.Count > 0 ? _order.Select(i => ReportText.Printable(ReportSamples.LabelName(_labelNames, _map.Labels[i]))) : []);
            json.WriteEndObject();

            void Strings(string name, IEnumerable<string> values)
            {
                json.WriteStartArray(name);
                foreach (var value in values)
                    json.WriteStringValue(value);
                json.WriteEndArray();
            }
        }

        return new Markup(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private List<Group> GroupsByLabel()
    {
        var byLabel = Enumerable.Range(0, _map.X.Length).GroupBy(i => _map.Labels[i]).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).ToList();
        var own = byLabel.Take(byLabel.Count <= MostColors ? MostColors : MostColors - 1).OrderBy(group => group.Key).ToList();
        var groups = own.Select((group, i) => new Group(
            ReportSamples.LabelName(_labelNames, group.Key), _labelNames.Count <= Palette ? $"var(--k{group.Key})" : Hue(i, own.Count), [.. group])).ToList();
        if (own.Count < byLabel.Count)
        {
            var rest = byLabel.Skip(own.Count).ToList();
            groups.Add(new Group($"{ReportText.Count(rest.Count)} other labels", "var(--muted)", [.. rest.SelectMany(group => group)]));
        }

        return groups;
    }

    /// <summary>Steps of errors with equally many samples, from a quiet color to a loud one.</summary>
    private List<Group> GroupsByError()
    {
        var sorted = Enumerable.Range(0, _map.X.Length).OrderBy(i => double.IsNaN(_map.Errors[i]) ? double.PositiveInfinity : _map.Errors[i]).ToArray();
        var steps = Math.Min(ErrorSteps, sorted.Length);
        return [.. Enumerable.Range(0, steps).Select(step =>
        {
            var members = sorted[(step * sorted.Length / steps)..((step + 1) * sorted.Length / steps)];
            var share = steps == 1 ? 0.5 : (double)step / (steps - 1);
            var lightness = Invariant($"calc(var(--ramp-from) + {share:0.###}*(var(--ramp-to) - var(--ramp-from)))");
            var color = Invariant($"oklch({lightness} {0.07 + 0.1 * share:0.###} {230 - 205 * share:0})");
            return new Group($"to {ReportText.Number(_map.Errors[members[^1]])}", color, members);
        })];
    }

    /// <summary>Hues around the wheel; neighbors also differ in lightness.</summary>
    private static string Hue(int i, int count) => Invariant($"oklch(calc(var(--wheel) + {(i % 2 == 0 ? 0.07 : -0.07)}) 0.14 {360.0 * i / count:0})");

    private double MeanError(Group group) => group.Members.Average(i => _map.Errors[i]);

    private static double Percent(double place) => 100 * (Border + (1 - 2 * Border) * Math.Clamp(place, 0, 1));

    private static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : double.NaN;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private sealed record Group(string Name, string Color, int[] Members);
}
