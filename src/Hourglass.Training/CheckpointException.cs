namespace Hourglass.Training;

/// <summary>A run cannot be continued: there is no whole checkpoint, or it belongs to another plan.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>An error with a one-line message that names the folder and the remedy.</summary>
    public CheckpointException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
