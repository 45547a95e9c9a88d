using Hourglass.Numerics;
using Hourglass.Tasks;

namespace Hourglass.Evaluation;

/// <summary>Gives the pair of a picture.</summary>
/// <param name="index">Which picture.</param>
/// <param name="task">The task at one strength.</param>
/// <param name="rng">Makes its random choices.</param>
public delegate TrainingPair DrawnPair(int index, RestorationTask task, Rng rng);
