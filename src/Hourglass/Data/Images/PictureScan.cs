namespace Hourglass.Data.Images;

/// <summary>What a full decode of every picture found: sizes, and what is broken.</summary>
internal sealed class PictureScan
{
    private readonly Facts[] _facts;

    private PictureScan(Facts[] facts, IReadOnlyList<DataProblem> problems) => (_facts, Problems) = (facts, problems);

    /// <summary>The pictures that cannot be read, in order.</summary>
    public IReadOnlyList<DataProblem> Problems { get; }

    /// <summary>The sizes of the good pictures.</summary>
    public IEnumerable<(int Width, int Height)> Sizes => _facts.Where(facts => facts.IsGood).Select(facts => ((int)facts.Width, (int)facts.Height));

    /// <summary>Whether every good picture is grey.</summary>
    public bool AllGrey => _facts.All(facts => !facts.IsGood || facts.IsGrey);

    /// <summary>The value of white: 65535 when a picture has 16 bits, else 255.</summary>
    public int White => _facts.Any(facts => facts.Is16Bit) ? ushort.MaxValue : byte.MaxValue;

    /// <summary>Whether the picture at an index into the places that were scanned can be read.</summary>
    public bool IsGood(int index) => _facts[index].IsGood;

    /// <summary>Decodes every picture once, on all cores.</summary>
    /// <param name="list">Their names.</param>
    /// <param name="files">Their bytes.</param>
    /// <param name="places">Which ones.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PictureScan Run(
        PictureList list, IPictureFiles files, int[] places, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var facts = new Facts[places.Length];
        var problems = new List<(int Index, DataProblem Problem)>();
        var (done, step) = (0, Math.Max(1, places.Length / 200));
        var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, places.Length, parallel, i =>
        {
            try
            {
                using var bytes = files.Read(places[i]);
                using var picture = PictureDecoder.Decode(bytes.Span);
                facts[i] = new Facts((ushort)picture.Width, (ushort)picture.Height, picture.IsGrey, picture.White > byte.MaxValue);
            }
            catch (DataException broken)
            {
                lock (problems)
                    problems.Add((i, new DataProblem(list.Paths.PathOf(places[i]), broken.Message)));
            }

            var count = Interlocked.Increment(ref done);
            if (progress is not null && (count % step == 0 || count == places.Length))
                progress.Report(new DataProgress("scanning", count, places.Length));
        });
        return new PictureScan(facts, [.. problems.OrderBy(problem => problem.Index).Select(problem => problem.Problem)]);
    }

    /// <summary>Six bytes per picture, while the data set is opened; all zero for a broken one.</summary>
    private readonly record struct Facts(ushort Width, ushort Height, bool IsGrey, bool Is16Bit)
    {
        public bool IsGood => Width > 0;
    }
}
