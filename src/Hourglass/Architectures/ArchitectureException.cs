namespace Hourglass.Architectures;

/// <summary>Layers that do not fit together, or a text that is no architecture; the message names the layer.</summary>
public sealed class ArchitectureException : Exception
{
    /// <summary>An error with a message that names the layer, the value, the allowed range and the remedy.</summary>
    public ArchitectureException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
