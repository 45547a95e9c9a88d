namespace Hourglass.Architectures;

/// <summary>A model file whose bytes are not what the format says; the message names the file, the place, what stands there and what should.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>An error about one field of one file.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="offset">Where in the file the field or the part that holds it begins, in bytes.</param>
    /// <param name="field">What is wrong.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What is allowed there.</param>
    /// <param name="inner">The cause, if any.</param>
    public ModelFormatException(string file, long offset, string field, string found, string expected, Exception? inner = null)
        : base($"{file}, byte {offset}: {field} is {found}; expected {expected}.", inner) =>
        (File, Offset, Field, Found, Expected) = (file, offset, field, found, expected);

    /// <summary>An error about a file as a whole.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="problem">What is wrong with it and what to do, as the rest of a sentence that begins with the file.</param>
    /// <param name="inner">The cause, if any.</param>
    public ModelFormatException(string file, string problem, Exception? inner = null)
        : base($"{file}: {problem}", inner) =>
        (File, Field, Found, Expected) = (file, "the file", problem, "a sound file");

    /// <summary>The name of the file.</summary>
    public string File { get; }

    /// <summary>Where in the file the field or the part that holds it begins, in bytes.</summary>
    public long Offset { get; }

    /// <summary>What is wrong.</summary>
    public string Field { get; }

    /// <summary>What stands there.</summary>
    public string Found { get; }

    /// <summary>What is allowed there.</summary>
    public string Expected { get; }
}
