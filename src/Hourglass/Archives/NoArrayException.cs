namespace Hourglass.Archives;

/// <summary>A bound for arrays was given, and the data holds none.</summary>
public sealed class NoArrayException : Exception
{
    /// <summary>An error with a one-line message.</summary>
    public NoArrayException(string message)
        : base(message)
    {
    }
}
