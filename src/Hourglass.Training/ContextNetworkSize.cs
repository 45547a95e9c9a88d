namespace Hourglass.Training;

/// <summary>How large a context network is. A larger one predicts better, takes longer, and its weights are part of the archive.</summary>
public enum ContextNetworkSize
{
    /// <summary>About 5,000 weights: for a few hundred small pictures.</summary>
    Nano,

    /// <summary>About 23,000 weights: for thousands of small pictures.</summary>
    Small,

    /// <summary>About 43,000 weights: for tens of thousands.</summary>
    Base,
}
