using Hourglass.Architectures;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Numerics;
using Hourglass.Onnx;
using Hourglass.Tasks;

namespace Hourglass.Inference;

/// <summary>A trained restoring network, ready for pictures of any size, on ONNX Runtime. Never loads libtorch.</summary>
/// <remarks>
/// Large pictures are cut into tiles. Each tile is shown as much around what it answers for as the network can see, so its answer is the one
/// that the whole picture would give, and there are no seams.
/// <code>
/// picture [C, H, W] -> windows -> task.Enter -> network.onnx -> task.Leave -> result [C', Scale H, Scale W]
/// </code></remarks>
public sealed class Restorer : IDisposable
{
    // What threads that work on one window together lose against threads with a window each, measured with two: benchmarks/restore.md.
    private const double CostOfSharing = 1.1;

    // Values of a strip that is collected when it is written, with what its tiles left: the collector by itself lets many of them gather.
    private const int LargeStrip = 1 << 22;

    private readonly IPictureNetwork _network;
    private readonly Lazy<IPictureNetwork>? _shared;
    private readonly RestoringShape _shape;
    private readonly InferenceOptions _options;
    private readonly int _resultChannels;
    private readonly SampleShape? _only;

    /// <param name="task">What surrounds the network.</param>
    /// <param name="network">Works on one window on one thread.</param>
    /// <param name="shape">What windows it takes.</param>
    /// <param name="options">Threads and memory.</param>
    /// <param name="only">The only size of pictures that it takes, or null for any.</param>
    /// <param name="shared">Makes the same network, working on one window on all threads; null for none.</param>
    internal Restorer(
        RestorationTask task, IPictureNetwork network, RestoringShape shape, InferenceOptions options, SampleShape? only = null, Func<IPictureNetwork>? shared = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TileBytes, 1);
        (Task, _network, _shape, _options, _only) = (task, network, shape, options, only);
        _shared = shared is null || options.Threads == 1 ? null : new Lazy<IPictureNetwork>(shared);
        var (height, width, scale) = (only?.Height ?? shape.Stride, only?.Width ?? shape.Stride, task.Scale);
        _resultChannels = task.Leave(
            new Planes(task.PictureChannels, height, width), task.TakesMask ? new Planes(1, height, width) : null,
            new Planes(task.OutputChannels, scale * height, scale * width)).Channels;
    }

    /// <summary>Opens a model folder, or the model of a run folder; every file's SHA-256 is checked first.</summary>
    /// <exception cref="ModelFormatException">A file is missing, changed or broken, or the network does not fit the task.</exception>
    /// <exception cref="ModelMismatchException">The model restores nothing.</exception>
    public static Restorer Open(string folder, InferenceOptions? options = null)
    {
        options ??= new InferenceOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        var model = StoredModel.Open(folder);
        var architecture = model.Info.Architecture;
        var task = model.Info.Task ?? throw new ModelMismatchException(
            $"{folder} holds a model that reconstructs, but restores nothing; train one with hourglass train DATA --task denoise, or another task.");
        var (input, output) = (architecture.Input, ShapeInference.Output(architecture));
        if (input.Channels != task.InputChannels || output != new SampleShape(task.OutputChannels, task.Scale * input.Height, task.Scale * input.Width))
        {
            throw new ModelFormatException(
                model.PathOf(ModelFiles.Info), $"its network makes {output} of {input}, which is not what the task {task.Id} needs; train the model again.");
        }

        if (architecture.HasCode)
            return new Restorer(task, new CodedNetwork(model, options.Threads), new RestoringShape(1, 0, 1), options, input);
        var (bytes, file) = (model.Read(ModelFiles.Network), model.PathOf(ModelFiles.Network));
        OnnxCheck.Inspect(bytes, file);
        var shape = task.GridSide > 0 ? RestoringShape.OfGrid : RestoringShape.Of(architecture, task.Reach);
        return new Restorer(task, Session(1), shape, options, shared: task.GridSide > 0 ? null : () => Session(options.Threads))
        {
            Golden = (ModelFolder.ReadGolden(model), input, output),
        };

        PictureSession Session(int threads) => new(bytes, file, OnnxEmitter.Input, OnnxEmitter.Output, threads);
    }

    /// <summary>What the network was trained for.</summary>
    public RestorationTask Task { get; }

    /// <summary>How many threads work.</summary>
    public int Threads => _options.Threads;

    private (GoldenVectors Vectors, SampleShape Input, SampleShape Output)? Golden { get; init; }

    /// <summary>The largest difference from the golden vectors that a model without a code was stored with; 0 for one with a code.</summary>
    public double CheckGolden()
    {
        if (Golden is not var (vectors, shape, result))
            return 0;
        var largest = 0.0;
        for (var i = 0; i * shape.Size < vectors.Samples.Length; i++)
        {
            var (input, output) = (new Planes(shape.Channels, shape.Height, shape.Width), new Planes(result.Channels, result.Height, result.Width));
            vectors.Samples.AsSpan(i * shape.Size, shape.Size).CopyTo(input.Values);
            _network.Run(input, output);
            for (var k = 0; k < result.Size; k++)
            {
                var difference = Math.Abs((double)output.Values[k] - vectors.Outputs[i * result.Size + k]);
                if (!(difference <= largest))
                    largest = double.IsNaN(difference) ? double.PositiveInfinity : difference;
            }
        }

        return largest;
    }

    /// <summary>The channels of the result for a picture of 1 or 3 channels.</summary>
    public int ResultChannels(int pictureChannels) => _resultChannels == Task.PictureChannels ? pictureChannels : _resultChannels;

    /// <summary>Restores a whole picture.</summary>
    /// <param name="picture"><c>[1 or 3, Height, Width]</c>; a grey network restores each channel of a color picture, a color network a grey one.</param>
    /// <param name="mask"><c>[1, Height, Width]</c>, 1 where a pixel is missing; null unless the task takes one.</param>
    /// <param name="progress">Told how many tiles are done.</param>
    /// <param name="cancellation">Stops before the next tile.</param>
    /// <returns><c>[1 or 3, Scale Height, Scale Width]</c>, in [0, 1].</returns>
    /// <exception cref="ModelMismatchException">The picture or the mask does not fit the task, or the result is too large.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Planes Restore(
        Planes picture, Planes? mask = null, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        var channels = ResultChannels(picture.Channels);
        if ((Int128)channels * Task.Scale * picture.Height * Task.Scale * picture.Width > Array.MaxLength)
            throw new ModelMismatchException($"The result of {picture.Width}x{picture.Height} has more values than one array holds; restore it strip by strip.");
        var result = new Planes(channels, Task.Scale * picture.Height, Task.Scale * picture.Width);
        Restore(picture, mask, (first, rows) =>
        {
            for (var channel = 0; channel < channels; channel++)
                rows.Plane(channel).CopyTo(result.Plane(channel)[(first * result.Width)..]);
        }, progress, cancellation);
        return result;
    }

    /// <summary>Restores a picture from top to bottom, without holding the whole result in memory.</summary>
    /// <param name="picture">See <see cref="Restore(Planes, Planes?, IProgress{DataProgress}?, CancellationToken)"/>.</param>
    /// <param name="mask">As there.</param>
    /// <param name="rows">Gets the rows of the result in order, one call at a time, on any thread.</param>
    /// <param name="progress">Told how many tiles are done.</param>
    /// <param name="cancellation">Stops before the next tile.</param>
    /// <exception cref="ModelMismatchException">The picture or the mask does not fit the task.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Restore(
        Planes picture, Planes? mask, RestoredRows rows, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default) =>
        Restore(picture, mask, rows, Threads, progress, cancellation);

    /// <summary>Whether a picture is so small that each thread may have one of its own, within the memory that all may take.</summary>
    internal bool IsSmall(Planes picture) => _only is not null || (long)picture.Width * picture.Height * _shape.PixelBytes <= _options.TileBytes / Threads;

    /// <summary>Restores a picture on some of the threads; see the public method.</summary>
    internal void Restore(
        Planes picture, Planes? mask, RestoredRows rows, int threads, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        Check(picture, mask);
        var passes = Passes(picture.Channels);
        var (grid, workers, network) = Plan(picture, passes.Length, threads);
        var (scale, channels) = (Task.Scale, ResultChannels(picture.Channels));
        var (done, total) = (0, grid.Count * passes.Length);
        var answer = Task.GridSide > 0 ? Answer(picture) : null;
        var queue = new StripQueue(
            grid.Rows.Length, grid.Columns.Length * passes.Length,
            strip => new Planes(channels, scale * grid.Rows[strip].Length, scale * picture.Width),
            (strip, result) =>
            {
                rows(scale * grid.Rows[strip].Start, result);
                if (result.Values.Length > LargeStrip)
                    GC.Collect();
            });
        queue.Run(Math.Min(workers, total), (strip, piece, room) =>
        {
            var (column, pass) = Math.DivRem(piece, passes.Length);
            var (down, across) = (grid.Rows[strip], grid.Columns[column]);
            var window = TilePicture.Cut(picture, down, across, passes[pass]);
            var result = answer is null
                ? Tile(network, window, mask is null ? null : TilePicture.Cut(mask, down, across, 0))
                : Task.Leave(window, null, Enlarged.Part(answer, picture.Height, picture.Width, down.WindowStart, window.Height, across.WindowStart, window.Width));
            TilePicture.Put(result.Channels > channels ? TilePicture.Mean(result) : result, down, across, scale, room, pass);
            progress?.Report(new DataProgress("restoring", Interlocked.Increment(ref done), total));
        }, cancellation);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _network.Dispose();
        if (_shared is { IsValueCreated: true })
            _shared.Value.Dispose();
    }

    /// <summary>Windows for as many threads as there are, or larger ones that all threads share, whatever is done sooner.</summary>
    private (TileGrid Grid, int Workers, IPictureNetwork Network) Plan(Planes picture, int passes, int threads)
    {
        if (_only is not null)
            return (TileGrid.Whole(picture.Width, picture.Height), 1, _network);
        var area = Math.Max(1, _options.TileBytes / _shape.PixelBytes);
        var apart = Choose(area / Threads, threads);
        if (_shared is null || threads < Threads)
            return (apart, threads, _network);
        var together = Choose(area, 1);
        return together.Work * CostOfSharing / threads < apart.Work ? (together, 1, _shared.Value) : (apart, threads, _network);

        TileGrid Choose(long most, int atOnce) => TileGrid.Choose(picture.Width, picture.Height, _shape.Reach, _shape.Stride, most, atOnce, passes);
    }

    /// <summary>The network's answer for a whole picture, on its grid.</summary>
    private Planes Answer(Planes picture)
    {
        var (side, answer) = (Task.GridSide, new Planes(Task.OutputChannels, Task.GridSide, Task.GridSide));
        var whole = TileGrid.Whole(picture.Width, picture.Height);
        var input = Task.Enter(TilePicture.Cut(picture, whole.Rows[0], whole.Columns[0], Passes(picture.Channels)[0]), null);
        if ((input.Height, input.Width) != (side, side))
            throw new InvalidOperationException($"The task {Task.Id} made {input.Width}x{input.Height} of a picture, and not {side}x{side}.");
        _network.Run(input, answer);
        return answer;
    }

    private Planes Tile(IPictureNetwork network, Planes window, Planes? mask)
    {
        var input = Task.Enter(window, mask);
        var output = new Planes(Task.OutputChannels, Task.Scale * window.Height, Task.Scale * window.Width);
        network.Run(input, output);
        return Task.Leave(window, mask, output);
    }

    /// <summary>For each pass over a picture which of its channels the network is shown.</summary>
    private int[][] Passes(int pictureChannels) => (pictureChannels, Task.PictureChannels, _resultChannels) switch
    {
        (1, 1, _) => [[0]],
        (1, 3, _) => [[0, 0, 0]],
        (3, 3, _) => [[0, 1, 2]],
        (3, 1, 1) => [[0], [1], [2]],
        _ => [[-1]],
    };

    private void Check(Planes picture, Planes? mask)
    {
        if (picture.Channels is not (1 or 3))
            throw new ModelMismatchException($"A picture of {picture.Channels} channels cannot be restored; expected 1 (grey) or 3 (RGB).");
        if (_only is { } only && (only.Height, only.Width) != (picture.Height, picture.Width))
        {
            throw new ModelMismatchException(
                $"The model restores by a code, and only pictures of {only.Width}x{only.Height}, not {picture.Width}x{picture.Height}; train one of the kind '{ResidualRestorer.Id}' for any size.");
        }

        if (Task.TakesMask && mask is null)
            throw new ModelMismatchException($"The model was trained to {Task.Id}: it must be told which pixels are missing; give a mask.");
        if (!Task.TakesMask && mask is not null)
            throw new ModelMismatchException($"The model was trained to {Task.Id} and takes no mask; leave the mask out.");
        if (mask is not null && (mask.Channels, mask.Height, mask.Width) != (1, picture.Height, picture.Width))
            throw new ModelMismatchException($"The mask is {mask.Width}x{mask.Height}, the picture {picture.Width}x{picture.Height}; both must be the same size.");
    }
}

/// <summary>Takes rows of a result.</summary>
/// <param name="first">The first row's place in the whole result.</param>
/// <param name="rows"><c>[channels, rows, width]</c>, in [0, 1].</param>
public delegate void RestoredRows(int first, Planes rows);
