namespace Hourglass.Archives;

/// <summary>An archive whose bytes are not what the format says; the message names the place, what stands there and what should.</summary>
public sealed class ArchiveFormatException : Exception
{
    /// <summary>An error about one field.</summary>
    /// <param name="offset">Where in the archive the field, or the part that holds it, begins, in bytes.</param>
    /// <param name="field">What is wrong.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What is allowed there.</param>
    /// <param name="inner">The cause, if any.</param>
    public ArchiveFormatException(long offset, string field, string found, string expected, Exception? inner = null)
        : base($"byte {offset}: {field} is {found}; expected {expected}", inner) =>
        (Offset, Field, Found, Expected) = (offset, field, found, expected);

    /// <summary>Where in the archive the field, or the part that holds it, begins, in bytes.</summary>
    public long Offset { get; }

    /// <summary>What is wrong.</summary>
    public string Field { get; }

    /// <summary>What stands there.</summary>
    public string Found { get; }

    /// <summary>What is allowed there.</summary>
    public string Expected { get; }
}
