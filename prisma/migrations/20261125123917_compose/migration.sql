-- AlterEnum
ALTER TYPE "Builder" ADD VALUE 'COMPOSE';

-- AlterTable
ALTER TABLE "Build" ADD COLUMN     "images" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Instance" ADD COLUMN     "carriedTo" TEXT;

-- CreateTable
CREATE TABLE "Volume" (
    "id" TEXT NOT NULL,
    "appEnvironmentId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "engineName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Volume_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Volume_engineName_key" ON "Volume"("engineName");

-- CreateIndex
CREATE UNIQUE INDEX "Volume_appEnvironmentId_name_key" ON "Volume"("appEnvironmentId", "name");

-- AddForeignKey
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_appEnvironmentId_fkey" FOREIGN KEY ("appEnvironmentId") REFERENCES "AppEnvironment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
