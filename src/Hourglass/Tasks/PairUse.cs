namespace Hourglass.Tasks;

/// <summary>Whether a task learns from two folders, input and target.</summary>
public enum PairUse
{
    /// <summary>From clean pictures, from which it makes the others.</summary>
    None,

    /// <summary>From pairs where there are any.</summary>
    Optional,

    /// <summary>From pairs only.</summary>
    Required,
}
