using System.Diagnostics;
using System.Reflection;
using Hourglass.Archives.Codes;
using Hourglass.Archives.Container;
using Hourglass.Archives.Pixels;
using Hourglass.Data;

namespace Hourglass.Archives.Packing;

/// <summary>One packing, from the files to the tail of the part.</summary>
internal sealed class PackJob : IDisposable
{
    private static readonly string Producer =
        $"hourglass {typeof(PackJob).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    private readonly List<CodeSearchResult> _codes = [];
    private readonly List<KeptCodes> _codesBeside = [];
    private readonly List<string> _notes = [];
    private readonly SourceTree _tree;
    private readonly PackPlan _plan;
    private readonly PackOptions _options;
    private readonly IProgress<DataProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly long _began = Stopwatch.GetTimestamp();

    private PackJob(SourceTree tree, long part, PackOptions options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        (_tree, _options, _progress, _cancellation) = (tree, options, progress, cancellation);
        _plan = PackPlan.Make(part, tree, options, progress, cancellation);
    }

    /// <summary>Finds the files and looks into them.</summary>
    /// <exception cref="DataException">The data is not there, or cannot be read.</exception>
    public static PackJob Open(
        string data, string? archive, long part, PackOptions? options, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        options ??= new PackOptions();
        options.Check();
        var tree = SourceTree.Open(data, archive, progress, cancellation);
        try
        {
            return new PackJob(tree, part, options, progress, cancellation);
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }

    /// <summary>Checks that no name is among those of an archive.</summary>
    /// <exception cref="DataException">One is.</exception>
    public void CheckBeside(EntryNames names, string archive)
    {
        foreach (var (name, isFolder) in _tree.Files.Select(file => (file.Name, false)).Concat(_tree.Folders.Select(folder => (folder, true))))
        {
            if (names.Add(name, isFolder) is { } fault)
                throw new DataException($"{name} cannot be appended to {archive}: beside the names there, it is {fault}; rename it, or pack a new archive.");
        }
    }

    /// <summary>Writes a part.</summary>
    /// <exception cref="DataException">A file has changed.</exception>
    public PackReport Write(SectionWriter sections, long previousTail)
    {
        var start = previousTail == 0 ? 0 : sections.Position;
        var writer = new PartWriter(sections, _plan.Contents, previousTail);
        BytesPacker.Pack(_plan, _options, writer, _progress, _cancellation);
        var summary = new PackSummary
        {
            Producer = Producer,
            Preset = _options.Preset,
            Effort = _options.Effort,
            MaxError = _options.MaxError,
            RelativeError = _options.RelativeError,
            AbsoluteError = _options.AbsoluteError,
            Codes = _options.Codes?.ToString(),
            InputBytes = _plan.InputBytes,
            Streams = [.. _plan.Streams.Select(source => PackStream(source, writer))],
            Arrays = new ArrayPacker(_plan, _options, writer).Pack(_progress, _cancellation),
        };
        if (_options.CodeLength is not null && _plan.Streams.Count == 0)
            _notes.Add("there are no pictures that could get codes");
        _cancellation.ThrowIfCancellationRequested();
        writer.Finish(summary);
        return Report(summary, sections.Position - start, writer.ModelBytes);
    }

    /// <summary>Adds the baselines to a report, if they are asked for. The archive is done by then: stopping it leaves them out.</summary>
    public PackReport WithBaselines(PackReport report)
    {
        try
        {
            return _options.Baselines ? report with { Baselines = BaselineMeasure.Of(_plan.Files, _progress, _cancellation) } : report;
        }
        catch (OperationCanceledException)
        {
            return report;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();

    private StreamSummary PackStream(StreamSource source, PartWriter writer)
    {
        if (_options.CodeLength is not null)
            PackCodes(new CodesPacker(source, _options, writer));
        var codecs = _options.Codecs ?? Candidates(new PictureSet(source));
        return new StreamPacker(source, codecs, _options, writer).Pack(_progress, _cancellation);
    }

    private void PackCodes(CodesPacker packer)
    {
        if (packer.Refusal is { } refusal)
            _notes.Add(refusal);
        else
            _codesBeside.Add(packer.Pack(_options.Search!, _progress, _cancellation));
    }

    /// <summary>The codecs to try on a stream: the one that a search for codes finds, or all exact ones.</summary>
    private IReadOnlyList<IPixelCodec> Candidates(PictureSet pictures)
    {
        if (_options.Codes is null || _options.Search is null || pictures.IsPalette || pictures.Count == 0)
            return PixelCandidates.For(pictures, _options, _progress, _cancellation);
        var found = _options.Search(pictures, _options, _progress, _cancellation);
        _codes.Add(found);
        return [found.Codec];
    }

    private PackReport Report(PackSummary summary, long archiveBytes, long modelBytes)
    {
        var seconds = Math.Round(Stopwatch.GetElapsedTime(_began).TotalSeconds, 2);
        return new PackReport(
            _plan.Files.Count, _plan.Contents.Entries.Sum(entry => (long)(entry.Pictures?.Count ?? 0)), _plan.Streams.Sum(stream => stream.Samples),
            _plan.InputBytes, archiveBytes, modelBytes, summary,
            _plan.Files.Where(file => file.KeptWhole is not null).CountBy(file => file.KeptWhole!).ToDictionary(), seconds, [], [.. _tree.Notes, .. _notes], _codes)
        {
            CodesBeside = _codesBeside,
        };
    }
}
