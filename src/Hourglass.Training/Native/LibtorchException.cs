namespace Hourglass.Training.Native;

/// <summary>libtorch cannot be used on this machine, or not in the way that was asked for.</summary>
public sealed class LibtorchException : Exception
{
    /// <summary>An error with a one-line message that says what is missing and what to do.</summary>
    public LibtorchException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
