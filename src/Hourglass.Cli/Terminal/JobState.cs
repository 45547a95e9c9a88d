namespace Hourglass.Cli.Terminal;

/// <summary>Where a job stands, for the progress line.</summary>
/// <param name="Stage">What is being done: <c>training 3/10</c>, <c>encoding</c>.</param>
/// <param name="Done">Samples, bytes or steps done.</param>
/// <param name="Total">How many there are; 0 when unknown.</param>
/// <param name="Rate">For example <c>5,210/s</c>; empty when unknown.</param>
/// <param name="Loss">For example <c>loss 0.0123</c>; empty when there is none.</param>
/// <param name="Remaining">Expected time left, or null when unknown.</param>
internal readonly record struct JobState(string Stage, long Done, long Total, string Rate = "", string Loss = "", TimeSpan? Remaining = null)
{
    /// <summary>The share done, in [0, 1].</summary>
    public double Share => Total > 0 ? Math.Clamp((double)Done / Total, 0, 1) : 0;
}
