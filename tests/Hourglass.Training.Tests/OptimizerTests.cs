using Hourglass.Architectures;
using Hourglass.Numerics;
using Hourglass.Runs;
using static TorchSharp.torch;

namespace Hourglass.Training.Tests;

[Collection(LibtorchFirst.OneAtATime)]
public sealed class OptimizerTests
{
    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    public void StepsAreThoseOfTheReferenceOptimizer(OptimizerKind kind)
    {
        var plan = new TrainingPlan { Data = "", Optimizer = kind, WeightDecay = 0.01, GradientClip = 0, SecondMomentum = 0.999 };
        using var network = new TorchNetwork(Catalogue.Build("dense", new SampleShape(3, 1, 1), 2), 1, CPU);
        using var optimizer = new AdamOptimizer(network, plan);
        using var scope = NewDisposeScope();
        var parameter = new TorchSharp.Modules.Parameter(network.Values.clone());
        optim.Optimizer reference = kind == OptimizerKind.Adam
            ? optim.Adam([parameter], 1e-2, 0.9, 0.999, 1e-8, weight_decay: 0.01)
            : optim.AdamW([parameter], 1e-2, 0.9, 0.999, 1e-8, weight_decay: 0.01);
        for (var step = 0; step < 5; step++)
        {
            var gradient = randn_like(network.Values);
            network.Gradient.copy_(gradient);
            parameter.grad = gradient;
            optimizer.Step(new StepRate(1e-2, 0.9));
            reference.step();
        }

        Assert.True((network.Values - parameter).abs().max().item<float>() < 1e-5);
        reference.Dispose();
    }

    [Fact]
    public void ALongGradientIsShortenedToTheClip()
    {
        var plan = new TrainingPlan { Data = "", GradientClip = 1, WeightDecay = 0 };
        using var network = new TorchNetwork(Catalogue.Build("dense", new SampleShape(3, 1, 1), 2), 1, CPU);
        using var optimizer = new AdamOptimizer(network, plan);
        using var scope = NewDisposeScope();
        network.Gradient.fill_(7);
        optimizer.Step(new StepRate(1e-3, 0.9));
        Assert.Equal(1, network.Gradient.norm().item<float>(), 1e-4);
    }

    [Fact]
    public void OneCycleRisesAndThenFallsToZero()
    {
        var plan = new TrainingPlan { Data = "", LearningRate = 1 };
        var rates = Enumerable.Range(0, 101).Select(step => Schedule.At(plan, step, 101).LearningRate).ToArray();
        Assert.Equal(1.0 / 25, rates[0], 1e-9);
        Assert.Equal(1, rates[15], 1e-9);
        Assert.Equal(0, rates[100], 1e-9);
        Assert.All(Enumerable.Range(0, 15), i => Assert.True(rates[i] < rates[i + 1]));
        Assert.All(Enumerable.Range(15, 85), i => Assert.True(rates[i] > rates[i + 1]));
    }
}
