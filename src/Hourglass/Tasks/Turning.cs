namespace Hourglass.Tasks;

/// <summary>In which ways a square of a picture may be laid down for learning.</summary>
public enum Turning
{
    /// <summary>In all eight.</summary>
    Free,

    /// <summary>As it is and mirrored left to right: the sky stays above.</summary>
    Mirrored,

    /// <summary>As it is: letters stay letters.</summary>
    Never,
}
