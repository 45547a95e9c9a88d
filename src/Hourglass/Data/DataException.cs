namespace Hourglass.Data;

/// <summary>Data that cannot be used; the message says what, where and what to do.</summary>
public sealed class DataException : Exception
{
    /// <summary>An error with a one-line message.</summary>
    public DataException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
