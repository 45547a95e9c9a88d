namespace Hourglass.Tasks;

/// <summary>One strength of a task.</summary>
/// <param name="Name">For tables, for example <c>sigma 25</c>.</param>
/// <param name="Task">Draws that strength only.</param>
public sealed record Probe(string Name, RestorationTask Task);
