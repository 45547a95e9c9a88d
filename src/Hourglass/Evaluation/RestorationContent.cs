using Hourglass.Data.Images;
using Hourglass.Tasks;

namespace Hourglass.Evaluation;

/// <summary>All that the report of a restoring model shows, as plain data.</summary>
internal sealed record RestorationContent
{
    /// <summary>The name of the network.</summary>
    public required string Model { get; init; }

    /// <summary>Program and version that trained it.</summary>
    public required string Producer { get; init; }

    /// <summary>What it restores.</summary>
    public required RestorationTask Task { get; init; }

    /// <summary>The name of the data it learnt from.</summary>
    public required string TrainingData { get; init; }

    /// <summary>Pictures, epochs and seconds of training.</summary>
    public required (int Pictures, int Epochs, double Seconds) Training { get; init; }

    /// <summary>The figures.</summary>
    public required RestorationResult Result { get; init; }

    /// <summary>One record per epoch, or none.</summary>
    public required IReadOnlyList<EpochRecord> History { get; init; }

    /// <summary>The recipe.</summary>
    public required IReadOnlyList<(string Name, string Value)> Recipe { get; init; }

    /// <summary>Pictures before and after, chosen without regard to how well they came out.</summary>
    public required IReadOnlyList<RestoredPicture> Shown { get; init; }
}

/// <summary>One picture in several states, all of one size.</summary>
/// <param name="Name">Its name and its strength.</param>
/// <param name="Views">From input to target.</param>
/// <param name="Crop">Where the network changed the most.</param>
internal sealed record RestoredPicture(string Name, IReadOnlyList<RestoredView> Views, CropPlace Crop);

/// <summary>One state of a picture.</summary>
/// <param name="Name">For example <c>input</c>.</param>
/// <param name="Picture"><c>[1 or 3, H, W]</c>.</param>
/// <param name="Quality">How near it is to the target, where that says something.</param>
internal sealed record RestoredView(string Name, Planes Picture, PictureQuality? Quality)
{
    /// <summary>Whether the network made it.</summary>
    public bool IsOwn { get; init; }
}

/// <summary>A part of a picture.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
internal readonly record struct CropPlace(int Top, int Left, int Height, int Width);
