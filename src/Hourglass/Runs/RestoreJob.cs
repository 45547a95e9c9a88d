using System.Diagnostics;
using Hourglass.Data;
using Hourglass.Data.Images;
using Hourglass.Inference;
using Hourglass.Numerics;

namespace Hourglass.Runs;

/// <summary>Restores files: each result appears whole or not at all, under the name of its picture.</summary>
public sealed class RestoreJob
{
    private readonly Restorer _model;
    private readonly RestorePlan _plan;
    private readonly Companions? _masks;
    private readonly RestoreTally? _tally;

    private RestoreJob(Restorer model, RestorePlan plan)
    {
        if (plan.Mask is not null && !model.Task.TakesMask)
            throw new ModelMismatchException($"The model was trained to {model.Task.Id} and takes no mask; leave --mask out.");
        (_model, _plan) = (model, plan);
        _masks = plan.Mask is null ? null : new Companions(plan.Mask, "mask");
        _tally = plan.Against is null ? null : new RestoreTally(new Companions(plan.Against, "clean picture"), model.Task.Scale);
    }

    /// <summary>Restores all pictures of a plan, one after another.</summary>
    /// <param name="model">Restores.</param>
    /// <param name="plan">What, and where to.</param>
    /// <param name="progress">Told how many pictures are done, or tiles where there is one picture.</param>
    /// <param name="cancellation">Stops after the tile in progress; results that are complete stay, nothing half-written does.</param>
    /// <exception cref="DataException">Nothing was written: the plan cannot be followed. Or a picture cannot be restored, and the plan is strict.</exception>
    /// <exception cref="ModelMismatchException">The plan does not go with the model.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static RestoreReport Run(
        Restorer model, RestorePlan plan, IProgress<DataProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var sources = RestoreSources.Open(plan.Inputs, progress, cancellation);
        var targets = RestoreTargets.Of(plan, sources.All);
        var job = new RestoreJob(model, plan);
        var (problems, pixels, start) = (new List<DataProblem>(), 0L, Stopwatch.GetTimestamp());
        for (var i = 0; i < sources.All.Count; i++)
        {
            var source = sources.All[i];
            try
            {
                pixels += job.Restore(source, targets.Paths[i], targets.Format, sources.All.Count == 1 ? progress : null, cancellation);
            }
            catch (Exception broken) when (broken is DataException or ModelMismatchException)
            {
                if (plan.Strict)
                    throw new DataException($"{source.Name} {broken.Message.TrimEnd('.')}.", broken);
                problems.Add(new DataProblem(source.Name, broken.Message.TrimEnd('.')));
            }

            if (sources.All.Count > 1)
                progress?.Report(new DataProgress("restoring", i + 1, sources.All.Count));
        }

        return new RestoreReport(
            sources.All.Count - problems.Count, pixels / 1e6, Stopwatch.GetElapsedTime(start).TotalSeconds, problems, job._tally?.Mean(), sources.Notes);
    }

    private long Restore(RestoreSource source, string target, RestoredFormat format, IProgress<DataProgress>? progress, CancellationToken cancellation)
    {
        LoadedPicture picture;
        using (var bytes = source.Read())
            picture = LoadedPicture.Decode(bytes.Span);
        var colors = picture.Colors;
        var (width, height, scale) = (colors.Width, colors.Height, _model.Task.Scale);
        var mask = _model.Task.TakesMask ? Mask(source.Name, picture) : null;
        var alpha = _model.Task.TakesMask && _masks is null || picture.Alpha is null ? null : Enlarged.By(picture.Alpha, scale);
        var clean = _tally?.CleanOf(source.Name, width, height);
        var channels = _model.ResultChannels(colors.Channels);
        var whole = clean is null ? null : new Planes(channels, scale * height, scale * width);
        var bitDepth = format == RestoredFormat.Png ? picture.BitDepth : 8;

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        AtomicFile.Write(target, stream =>
        {
            using IPictureWriter writer = format == RestoredFormat.Png
                ? new PngPictureWriter(stream, scale * width, scale * height, channels, alpha is not null, bitDepth)
                : new JpegPictureWriter(stream, scale * width, scale * height, channels, alpha is not null, _plan.Quality);
            _model.Restore(colors, mask, (first, rows) =>
            {
                writer.Write(rows, alpha is null ? null : Rows(alpha, first, rows.Height));
                for (var channel = 0; whole is not null && channel < channels; channel++)
                    rows.Plane(channel).CopyTo(whole.Plane(channel)[(first * whole.Width)..]);
            }, progress, cancellation);
        });
        if (clean is not null)
            _tally!.Add(clean, colors, whole!, bitDepth);
        return (long)width * height;
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
}
