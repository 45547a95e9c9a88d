using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>Restores files: each result appears whole or not at all, under the name of its picture.</summary>
/// <remarks>
/// Threads take pictures in order. A small one is restored by the thread that took it, beside those of the others; a large one by all threads, and nobody
/// takes another meanwhile. So there is never more than one large picture in memory.
/// </remarks>
public sealed class RestoreJob
{
    private readonly Restorer _model;
    private readonly RestorePlan _plan;
    private readonly Companions? _masks;
    private readonly RestoreTally? _tally;
    private readonly IReadOnlyList<RestoreSource> _sources;
    private readonly RestoreTargets _targets;
    private readonly IProgress<DataProgress>? _progress;
    private readonly Outcome?[] _outcomes;
    private readonly Lock _taking = new();
    private int _next;
    private int _done;

    private RestoreJob(Restorer model, RestorePlan plan, IReadOnlyList<RestoreSource> sources, IProgress<DataProgress>? progress)
    {
        (_model, _plan, _sources, _progress, _outcomes) = (model, plan, sources, progress, new Outcome[sources.Count]);
        _targets = RestoreTargets.Of(plan, sources);
        if (plan.Mask is not null && !model.Task.TakesMask)
            throw new ModelMismatchException($"The model was trained to {model.Task.Id} and takes no mask; leave --mask out.");
        _masks = plan.Mask is null ? null : new Companions(plan.Mask, "mask");
        _tally = plan.Against is null ? null : new RestoreTally(new Companions(plan.Against, "clean picture"), model.Task.Scale);
    }

    /// <summary>Restores all pictures of a plan.</summary>
    /// <param name="model">Restores.</param>
    /// <param name="plan">What, and where to.</param>
    /// <param name="progress">Told how many pictures are done, or tiles where there is one picture.</param>
    /// <param name="cancellation">Stops after the tiles in progress; results that are complete stay, nothing half-written does.</param>
    /// <exception cref="DataException">Nothing was written: the plan cannot be followed. Or a picture cannot be restored, and the plan is strict.</exception>
    /// <exception cref="ModelMismatchException">The plan does not go with the model.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static RestoreReport Run(
        Restorer model, RestorePlan plan, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var sources = RestoreSources.Open(plan.Inputs, progress, cancellation);
        var (job, start) = (new RestoreJob(model, plan, sources.All, progress), Stopwatch.GetTimestamp());
        job.RunAll(cancellation);
        DataProblem[] problems = [.. job._outcomes.Select(outcome => outcome?.Problem).OfType<DataProblem>()];
        if (plan.Strict && problems is [var first, ..])
            throw new DataException($"{first.Name} {first.Reason}.");
        return new RestoreReport(
            sources.All.Count - problems.Length, job._outcomes.Sum(outcome => outcome!.Pixels) / 1e6, Stopwatch.GetElapsedTime(start).TotalSeconds, problems,
            RestoreTally.Mean([.. job._outcomes.Select(outcome => outcome!.Quality).OfType<RestoredQuality>()]), sources.Notes);
    }

    private void RunAll(CancellationToken cancellation)
    {
        var workers = Math.Clamp(_sources.Count, 1, _model.Threads);
        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, _ =>
            {
                while (TakeOne(cancellation))
                {
                }
            });
        }
        catch (AggregateException several)
        {
            var first = several.Flatten().InnerExceptions;
            ExceptionDispatchInfo.Throw(first.FirstOrDefault(inner => inner is not OperationCanceledException) ?? first[0]);
        }
    }

    /// <summary>Takes the next picture and restores it; false when there is none.</summary>
    private bool TakeOne(CancellationToken cancellation)
    {
        int place;
        LoadedPicture? small = null;
        lock (_taking)
        {
            cancellation.ThrowIfCancellationRequested();
            place = _next++;
            if (place >= _sources.Count)
                return false;
            Try(place, () =>
            {
                var picture = Load(_sources[place]);
                if (_model.IsSmall(picture.Colors))
                    small = picture;
                else
                    _outcomes[place] = Restore(picture, place, _model.Threads, cancellation);
            });
        }

        if (small is not null)
            Try(place, () => _outcomes[place] = Restore(small, place, 1, cancellation));
        if (_sources.Count > 1)
            _progress?.Report(new DataProgress("restoring", Interlocked.Increment(ref _done), _sources.Count));
        return true;
    }

    /// <summary>Notes down that a picture cannot be restored; a strict plan ends there.</summary>
    private void Try(int place, Action work)
    {
        try
        {
            work();
        }
        catch (Exception broken) when (broken is DataException or ModelMismatchException)
        {
            _outcomes[place] = new Outcome(0, null, new DataProblem(_sources[place].Name, broken.Message.TrimEnd('.')));
            if (_plan.Strict)
                Stop();
        }
        catch
        {
            Stop();
            throw;
        }
    }

    /// <summary>No other picture is taken.</summary>
    private void Stop()
    {
        lock (_taking)
            _next = _sources.Count;
    }

    private static LoadedPicture Load(RestoreSource source)
    {
        using var bytes = source.Read();
        return LoadedPicture.Decode(bytes.Span);
    }

    private Outcome Restore(LoadedPicture picture, int place, int threads, CancellationToken cancellation)
    {
        var (name, target, colors) = (_sources[place].Name, _targets.Paths[place], picture.Colors);
        var (width, height, scale) = (colors.Width, colors.Height, _model.Task.Scale);
        var mask = _model.Task.TakesMask ? Mask(name, picture) : null;
        var alpha = _model.Task.TakesMask && _masks is null || picture.Alpha is null ? null : Enlarged.By(picture.Alpha, scale);
        var clean = _tally?.CleanOf(name, width, height);
        var channels = _model.ResultChannels(colors.Channels);
        var whole = clean is null ? null : new Planes(channels, scale * height, scale * width);
        var bitDepth = _targets.Format == RestoredFormat.Png ? picture.BitDepth : 8;

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        AtomicFile.Write(target, stream =>
        {
            using IPictureWriter writer = _targets.Format == RestoredFormat.Png
                ? new PngPictureWriter(stream, scale * width, scale * height, channels, alpha is not null, bitDepth)
                : new JpegPictureWriter(stream, scale * width, scale * height, channels, alpha is not null, _plan.Quality);
            _model.Restore(colors, mask, (first, rows) =>
            {
                writer.Write(rows, alpha is null ? null : Rows(alpha, first, rows.Height));
                for (var channel = 0; whole is not null && channel < channels; channel++)
                    rows.Plane(channel).CopyTo(whole.Plane(channel)[(first * whole.Width)..]);
            }, threads, _sources.Count == 1 ? _progress : null, cancellation);
        });
        return new Outcome((long)width * height, clean is null ? null : _tally!.Measure(clean, colors, whole!, bitDepth), null);
    }

    /// <summary>The mask that was given, else what is transparent: 1 where a pixel is missing.</summary>
    private Planes Mask(string name, LoadedPicture picture)
    {
        var (colors, alpha) = (picture.Colors, picture.Alpha);
        if (_masks is null && alpha is null)
            throw new DataException("has no transparent pixels that would say what is missing: give a mask");
        var mask = new Planes(1, colors.Height, colors.Width);
        if (_masks is null)
        {
            for (var i = 0; i < mask.Values.Length; i++)
                mask.Values[i] = alpha!.Values[i] < 0.5f ? 1 : 0;
            return mask;
        }

        var given = _masks.For(name, colors.Width, colors.Height).Colors;
        for (var i = 0; i < mask.Values.Length; i++)
        {
            var white = 0f;
            for (var channel = 0; channel < given.Channels; channel++)
                white += given.Plane(channel)[i];
            mask.Values[i] = white >= 0.5f * given.Channels ? 1 : 0;
        }

        return mask;
    }

    private static Planes Rows(Planes plane, int first, int count)
    {
        var rows = new Planes(1, count, plane.Width);
        plane.Values.AsSpan(first * plane.Width, rows.Values.Length).CopyTo(rows.Values);
        return rows;
    }

    private sealed record Outcome(long Pixels, RestoredQuality? Quality, DataProblem? Problem);
}
