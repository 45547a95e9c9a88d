namespace Hourglass.Inference;

/// <summary>Data or codes that do not fit the model; the message says both shapes and the remedy.</summary>
public sealed class ModelMismatchException : Exception
{
    /// <summary>An error with a one-line message.</summary>
    public ModelMismatchException(string message)
        : base(message)
    {
    }
}
