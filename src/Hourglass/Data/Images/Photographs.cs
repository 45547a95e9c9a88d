namespace Hourglass.Data.Images;

/// <summary>
/// Pictures of any size, each as it is, to cut patches from: decoded once and kept as bytes in memory up to a limit, decoded each time beyond.
/// </summary>
public sealed class Photographs : IDisposable
{
    /// <summary>So many bytes of decoded pictures are kept.</summary>
    public const long MaxKeptBytes = 2L << 30;

    private readonly IPictureFiles _files;
    private readonly PictureList _list;
    private readonly int[] _places;
    private readonly byte[]?[] _kept;
    private readonly (int Height, int Width)[] _sizes;

    private Photographs(PictureList list, IPictureFiles files, int channels, int[] places)
    {
        (_list, _files, Channels, _places) = (list, files, channels, places);
        (_kept, _sizes) = (new byte[places.Length][], new (int, int)[places.Length]);
    }

    /// <summary>1 for grey, 3 for RGB.</summary>
    public int Channels { get; }

    /// <summary>How many there are.</summary>
    public int Count => _places.Length;

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<DataProblem> Problems { get; private set; } = [];

    /// <summary>The path of a picture inside the folder or archive.</summary>
    public string NameOf(int index) => _list.Paths.PathOf(_places[index]);

    /// <summary>The height and width of a picture.</summary>
    public (int Height, int Width) SizeOf(int index) => _sizes[index];

    /// <summary>Opens a folder or a tar archive of pictures and decodes all of them once.</summary>
    /// <param name="path">The folder or archive.</param>
    /// <param name="channels">1 for grey, 3 for RGB.</param>
    /// <param name="options">Only the limit and whether to be strict count.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">There are no pictures, or none that can be read; or, when strict, one cannot.</exception>
    public static Photographs Open(
        string path, int channels, DataOptions? options = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new DataOptions();
        (PictureList list, IPictureFiles files) = Directory.Exists(path)
            ? FolderPictures.List(path, progress, cancellation) is var found ? (found, (IPictureFiles)new FolderPictures(found)) : default
            : File.Exists(path) && DataKinds.Of(path) == DataKind.Tar
                ? TarPictures.Open(path, progress, cancellation)
                : throw new DataException($"{path} is neither a folder nor a tar of pictures; name one.");
        try
        {
            if (list.Paths.Count == 0)
                throw list.NoPictures();
            var all = Enumerable.Range(0, list.Paths.Count);
            int[] places = options.Limit is { } limit ? [.. Numerics.Spacing.Even(list.Paths.Count, limit)] : [.. all];
            var opened = new Photographs(list, files, channels, places);
            return opened.Decode(options.Strict, progress, cancellation);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>A whole picture.</summary>
    /// <exception cref="DataException">It is gone or broken by now.</exception>
    public Planes Read(int index) => Cut(index, 0, 0, _sizes[index].Height, _sizes[index].Width);

    /// <summary>A part of a picture. Safe to call from several threads at once.</summary>
    /// <exception cref="DataException">It is gone or broken by now.</exception>
    public Planes Cut(int index, int top, int left, int height, int width)
    {
        var (bytes, size) = (_kept[index] ?? Bytes(index).Pixels, _sizes[index]);
        var part = new Planes(Channels, height, width);
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var y = 0; y < height; y++)
            {
                var from = bytes.AsSpan((channel * size.Height + top + y) * size.Width + left, width);
                var row = part.Row(channel, y);
                for (var x = 0; x < width; x++)
                    row[x] = from[x] * (1f / byte.MaxValue);
            }
        }

        return part;
    }

    /// <inheritdoc />
    public void Dispose() => _files.Dispose();

    private Photographs Decode(bool strict, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        var problems = new List<(int Index, DataProblem Problem)>();
        var (done, kept) = (0, 0L);
        Parallel.For(0, Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            try
            {
                (var pixels, _sizes[i]) = Bytes(i);
                if (Interlocked.Add(ref kept, pixels.Length) <= MaxKeptBytes)
                    _kept[i] = pixels;
            }
            catch (DataException broken)
            {
                lock (problems)
                    problems.Add((i, new DataProblem(NameOf(i), broken.Message)));
            }

            progress?.Report(new DataProgress("scanning", Interlocked.Increment(ref done), Count));
        });
        if (problems.Count == 0)
            return this;
        DataProblem[] sorted = [.. problems.OrderBy(problem => problem.Index).Select(problem => problem.Problem)];
        if (strict || problems.Count == Count)
        {
            throw new DataException(
                $"{_list.Root}: {problems.Count} of {Count} pictures cannot be read; the first: {sorted[0].Name} {sorted[0].Reason}."
                + " Remove them, or read without strict to leave them out.");
        }

        var good = Enumerable.Range(0, Count).Where(i => _sizes[i].Height > 0).ToArray();
        var rest = new Photographs(_list, _files, Channels, [.. good.Select(i => _places[i])]) { Problems = sorted };
        for (var i = 0; i < good.Length; i++)
            (rest._kept[i], rest._sizes[i]) = (_kept[good[i]], _sizes[good[i]]);
        return rest;
    }

    private (byte[] Pixels, (int Height, int Width) Size) Bytes(int index)
    {
        using var file = _files.Read(_places[index]);
        using var picture = PictureDecoder.Decode(file.Span);
        var (height, width) = (picture.Height, picture.Width);
        var pixels = new byte[checked(Channels * height * width)];
        var row = new float[Channels * width];
        for (var y = 0; y < height; y++)
        {
            picture.ReadRow(y, Channels, byte.MaxValue, row);
            for (var channel = 0; channel < Channels; channel++)
            {
                var into = pixels.AsSpan((channel * height + y) * width, width);
                for (var x = 0; x < width; x++)
                    into[x] = (byte)MathF.Round(row[channel * width + x]);
            }
        }

        return (pixels, (height, width));
    }
}
